package dev.backlot.media.cutout;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.backlot.media.Pixels;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * U-2-Net in ONNX Runtime: from a square picture to how much each pixel stands out. Thread-safe.
 */
final class Network implements AutoCloseable {
  /** The side in pixels of the picture the network was trained on. */
  static final int SIDE = 320;

  private static final int THREADS = 2;
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  Network(byte[] onnx) {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(THREADS);
      options.setInterOpNumThreads(1);
      // Idle threads must not burn a core that another step could use.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Without this the arena keeps its peak for ever.
      options.setMemoryPatternOptimization(false);
      session = environment.createSession(onnx, options);
    } catch (OrtException unusable) {
      throw new IllegalStateException("the cut-out network cannot be loaded", unusable);
    }
  }

  /** Stretched so that the least is 0 and the most is 1. */
  Plane salience(Pixels square) {
    var shape = new long[] {1, 3, SIDE, SIDE};
    try (var tensor =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(normalised(square)), shape);
        var result = session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
      var values = new float[SIDE * SIDE];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(values);
      return stretched(new Plane(SIDE, SIDE, values));
    } catch (OrtException defect) {
      throw new IllegalStateException("the cut-out network did not run", defect);
    }
  }

  private static float[] normalised(Pixels square) {
    int area = SIDE * SIDE;
    var input = new float[3 * area];
    float brightest = brightest(square);
    for (int pixel = 0; pixel < area; pixel++) {
      for (int band = 0; band < 3; band++) {
        input[band * area + pixel] =
            (square.at(pixel, band) / brightest - MEAN[band]) / DEVIATION[band];
      }
    }
    return input;
  }

  private static float brightest(Pixels square) {
    int most = 1;
    for (byte sample : square.samples()) {
      most = Math.max(most, sample & 0xff);
    }
    return most;
  }

  private static Plane stretched(Plane plane) {
    float least = plane.min();
    float range = Math.max(plane.max() - least, 1e-6f);
    return plane.map(value -> (value - least) / range);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException defect) {
      throw new IllegalStateException("the cut-out network cannot be closed", defect);
    }
  }
}
