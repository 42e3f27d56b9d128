package dev.backlot.media.own;

import dev.backlot.media.onnx.PictureInput;
import dev.backlot.media.onnx.PictureInput.Channels;
import dev.backlot.media.onnx.PictureInput.Layout;
import dev.backlot.settings.SettingsFile.Entry;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a manifest says of a network's input. */
final class ManifestInput {
  private static final int SIDE_MAX = 2_048;
  private static final int MULTIPLE_MAX = 256;
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,3})x([1-9]\\d{0,3})");

  private ManifestInput() {}

  /** Its size. */
  static View view(Entry at) {
    at.know("size", "multiple", "fit", "layout", "channels", "scale", "mean", "std");
    at.require("size");
    var size = at.text("size", "a width and height such as 320x320, or any", ManifestInput::isSize);
    var fit = at.text("fit", "stretch or cover", Fields.oneOf("stretch", "cover"));
    var multiple =
        at.number("multiple", "1 to 256", number -> Optional.of(number.intValue())).orElse(1);
    if (multiple < 1 || multiple > MULTIPLE_MAX) {
      at.mistake("multiple", "expected 1 to 256, but " + multiple);
    }
    if (size.filter("any"::equals).isPresent()) {
      return new View.Any(Math.max(1, multiple));
    }
    var sides = size.map(SIZE::matcher).filter(Matcher::matches);
    return new View.Fixed(
        sides.map(found -> Integer.parseInt(found.group(1))).orElse(1),
        sides.map(found -> Integer.parseInt(found.group(2))).orElse(1),
        fit.filter("cover"::equals).isPresent());
  }

  private static boolean isSize(String text) {
    var sides = SIZE.matcher(text);
    return text.equals("any")
        || (sides.matches()
            && Integer.parseInt(sides.group(1)) <= SIDE_MAX
            && Integer.parseInt(sides.group(2)) <= SIDE_MAX);
  }

  /** Its numbers. */
  static PictureInput numbers(Entry at) {
    return new PictureInput(
        Fields.word(at, "layout", Layout.NCHW, Layout.values()),
        Fields.word(at, "channels", Channels.RGB, Channels.values()),
        Fields.number(at, "scale", 1 / 255f),
        Fields.numbers(at, "mean", 3, 0),
        Fields.numbers(at, "std", 3, 1));
  }
}
