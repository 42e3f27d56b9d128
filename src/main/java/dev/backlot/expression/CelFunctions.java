package dev.backlot.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What expressions may call beyond the standard functions. {@code replace} and {@code join} are our
 * own: their result can be the product of two long texts, so it is measured before it is built.
 */
final class CelFunctions {
  static final CelStringExtensions STRINGS =
      CelExtensions.strings(
          CelStringExtensions.Function.CHAR_AT,
          CelStringExtensions.Function.INDEX_OF,
          CelStringExtensions.Function.LAST_INDEX_OF,
          CelStringExtensions.Function.LOWER_ASCII,
          CelStringExtensions.Function.UPPER_ASCII,
          CelStringExtensions.Function.SPLIT,
          CelStringExtensions.Function.SUBSTRING,
          CelStringExtensions.Function.TRIM);

  private static final ListType ITEMS = ListType.create(TypeParamType.create("T"));

  static final List<CelFunctionDecl> DECLARED =
      List.of(
          member(
              "replace", "text_replace", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING),
          member("join", "list_join", ListType.create(SimpleType.STRING), SimpleType.STRING),
          CelFunctionDecl.newFunctionDeclaration(
              "trim",
              CelOverloadDecl.newGlobalOverload(
                  "text_trim_of", SimpleType.STRING, SimpleType.STRING)),
          CelFunctionDecl.newFunctionDeclaration(
              "slice",
              CelOverloadDecl.newGlobalOverload(
                  "list_slice", ITEMS, ITEMS, SimpleType.INT, SimpleType.INT)));

  static final List<CelFunctionBinding> BOUND =
      List.of(
          CelFunctionBinding.from(
              "text_replace",
              ImmutableList.of(String.class, String.class, String.class),
              args -> replace((String) args[0], (String) args[1], (String) args[2])),
          CelFunctionBinding.from("list_join", List.class, String.class, CelFunctions::join),
          CelFunctionBinding.from("text_trim_of", String.class, String::strip),
          CelFunctionBinding.from(
              "list_slice",
              ImmutableList.of(List.class, Long.class, Long.class),
              args -> slice((List<?>) args[0], (Long) args[1], (Long) args[2])));

  private CelFunctions() {}

  private static CelFunctionDecl member(
      String name, String overload, CelType target, CelType... arguments) {
    return CelFunctionDecl.newFunctionDeclaration(
        name,
        CelOverloadDecl.newMemberOverload(
            overload,
            SimpleType.STRING,
            ImmutableList.<CelType>builder().add(target).add(arguments).build()));
  }

  static String replace(String text, String what, String with) {
    long places =
        what.isEmpty() ? text.length() + 1L : text.split(Pattern.quote(what), -1).length - 1L;
    Budget.requireText(text.length() + places * (with.length() - (long) what.length()));
    return text.replace(what, with);
  }

  static String join(List<?> items, String separator) {
    var words = items.stream().map(CelFunctions::word).toList();
    long letters = words.stream().mapToLong(String::length).sum();
    Budget.requireText(letters + (long) separator.length() * Math.max(0, words.size() - 1));
    return words.stream().collect(Collectors.joining(separator));
  }

  /** Places before the start count from the end; what lies beyond either is at it. */
  static List<?> slice(List<?> items, long from, long to) {
    int start = place(from, items.size());
    return items.subList(start, Math.max(start, place(to, items.size())));
  }

  private static int place(long number, int size) {
    return Math.clamp(number < 0 ? number + size : number, 0, size);
  }

  private static String word(Object item) {
    if (item instanceof String word) {
      return word;
    }
    throw new ExpressionException("expected a list of text to join, use map(x, string(x)) before");
  }
}
