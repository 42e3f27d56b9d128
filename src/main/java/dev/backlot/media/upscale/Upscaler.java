package dev.backlot.media.upscale;

import dev.backlot.media.GoingOn;
import dev.backlot.media.Pixels;
import dev.backlot.media.onnx.ModelFile;
import dev.backlot.media.onnx.Network;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Enlarges pictures with ESRGAN Slim, tile by tile, so that memory does not grow with the picture
 * beyond its pixels. Thread-safe; each network is loaded on first use and stays until it is closed.
 */
public final class Upscaler implements AutoCloseable {
  /** Most pixels that may come out: 25 megapixels, for some 35 seconds of work on two cores. */
  public static final long PIXELS_MAX = 25_000_000;

  private final Map<Integer, Network> networks;

  private Upscaler(Map<Integer, Network> networks) {
    this.networks = networks;
  }

  /** The models that come with Backlot; see docs/models.md. */
  public static Upscaler bundled() {
    return new Upscaler(
        Map.of(
            2, network(2, "557ffbc12a23a619d5ea713fd5395eba3101323bd55bf8f1205a52dd3097490b"),
            4, network(4, "13ee2f5609c49fbb8df45025a3ec74da754703e5f8a3e08e75e25b7d19a79328")));
  }

  private static Network network(int scale, String sha256) {
    return new Network(
        ModelFile.bundled(
            "ESRGAN Slim x" + scale, "/models/esrgan-slim-x" + scale + ".onnx", sha256));
  }

  /** For {@code doctor}. */
  public String name() {
    return "ESRGAN Slim";
  }

  /** By how much it can enlarge, each side. */
  public Set<Integer> scales() {
    return networks.keySet();
  }

  /**
   * The colours of a picture, enlarged; alpha is not looked at.
   *
   * @param scale one of {@link #scales}
   */
  public Pixels enlarged(Pixels picture, int scale, GoingOn goingOn) throws IOException {
    var network =
        Optional.ofNullable(networks.get(scale))
            .orElseThrow(() -> new IllegalArgumentException("no network enlarges by " + scale));
    var tiles = new Tiles(picture, scale);
    var all = tiles.all();
    for (int i = 0; i < all.size(); i++) {
      goingOn.check();
      tiles.put(all.get(i), network.run(tiles.seen(all.get(i))));
      goingOn.done(i + 1, all.size());
    }
    return tiles.result();
  }

  @Override
  public void close() {
    networks.values().forEach(Network::close);
  }
}
