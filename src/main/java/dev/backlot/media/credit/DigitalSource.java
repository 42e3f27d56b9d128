package dev.backlot.media.credit;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How models had a part in a picture, by the terms of the IPTC's Digital Source Type vocabulary
 * that say so; the more, the later.
 */
public enum DigitalSource {
  /** A model changed a picture without adding anything to it. */
  ENHANCED("algorithmicallyEnhanced"),
  /** It was put together with, or changed by, what a model made. */
  COMPOSITE("compositeWithTrainedAlgorithmicMedia"),
  /** A model made it. */
  MADE("trainedAlgorithmicMedia");

  private static final String VOCABULARY = "cv.iptc.org/newscodes/digitalsourcetype/";

  private final String term;

  DigitalSource(String term) {
    this.term = term;
  }

  /** The term of the vocabulary. */
  public String term() {
    return term;
  }

  /** As it stands in XMP. */
  public String uri() {
    return "http://" + VOCABULARY + term;
  }

  /** The type of a URI of the vocabulary; empty for terms that name no model. */
  static Optional<DigitalSource> ofUri(String uri) {
    var path = uri.replaceFirst("^https?://", "");
    return Arrays.stream(values()).filter(one -> path.equals(VOCABULARY + one.term)).findFirst();
  }

  /** The strongest type that a text names. */
  static Optional<DigitalSource> in(String text) {
    return strongest(
        Arrays.stream(values()).filter(one -> text.contains(VOCABULARY + one.term)).toList());
  }

  /** What was made of parts with these types: what only models made stays so. */
  public static Optional<DigitalSource> of(List<Optional<DigitalSource>> parts) {
    if (!parts.isEmpty() && parts.stream().allMatch(part -> part.equals(Optional.of(MADE)))) {
      return Optional.of(MADE);
    }
    var strongest = strongest(parts.stream().flatMap(Optional::stream).toList());
    return strongest.filter(type -> type == MADE).isPresent() ? Optional.of(COMPOSITE) : strongest;
  }

  public static Optional<DigitalSource> strongest(Collection<DigitalSource> types) {
    return types.stream().max(Comparator.naturalOrder());
  }
}
