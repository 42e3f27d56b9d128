package dev.backlot.media.ocr;

import dev.backlot.media.Pixels;
import dev.backlot.media.onnx.ModelFile;
import dev.backlot.media.onnx.Network;
import dev.backlot.media.onnx.PictureInput;
import dev.backlot.media.onnx.PictureInput.Channels;
import dev.backlot.media.onnx.PictureInput.Layout;
import dev.backlot.media.onnx.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The network that reads a strip of one line. Thread-safe. */
final class LineReader implements AutoCloseable {
  private static final PictureInput INPUT =
      PictureInput.even(Layout.NCHW, Channels.BGR, 1 / 255f, 0.5f, 0.5f);

  /** What a strip says and how sure that is, 0 to 1. */
  record Words(String text, double confidence) {}

  private final Network network;
  private final ModelFile alphabet;
  private @Nullable List<String> letters;

  /**
   * @param alphabet its letters, one a line; the network holds them too, but the library reads some
   *     of them wrongly
   */
  LineReader(ModelFile file, ModelFile alphabet) {
    network = new Network(file);
    this.alphabet = alphabet;
  }

  Words read(Pixels strip) {
    return decoded(network.run(INPUT.of(strip)), letters());
  }

  /** Before them stands "no letter", after them a space. */
  private synchronized List<String> letters() {
    var known = letters;
    if (known == null) {
      known = new ArrayList<>();
      known.add("");
      new String(alphabet.read(), StandardCharsets.UTF_8).lines().forEach(known::add);
      known.add(" ");
      letters = known;
    }
    return known;
  }

  /**
   * Connectionist temporal classification, the best letter at each place: repetitions without "no
   * letter" between them are one letter.
   */
  static Words decoded(Tensor likely, List<String> letters) {
    int count = likely.size(-1);
    if (count != letters.size()) {
      throw new IllegalStateException(
          "expected a network of " + letters.size() + " letters, but " + count);
    }
    var text = new StringBuilder();
    double sum = 0;
    int read = 0;
    int before = 0;
    for (int from = 0; from < likely.values().length; from += count) {
      int best = best(likely.values(), from, count);
      if (best != 0 && best != before) {
        text.append(letters.get(best));
        sum += likely.values()[from + best];
        read++;
      }
      before = best;
    }
    return new Words(text.toString().strip(), read == 0 ? 0 : sum / read);
  }

  private static int best(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public void close() {
    network.close();
  }
}
