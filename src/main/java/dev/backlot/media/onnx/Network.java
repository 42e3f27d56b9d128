package dev.backlot.media.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.backlot.media.GoingOn;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network in ONNX Runtime, loaded on first use; it stays until it is closed. Two threads for each
 * call. Thread-safe.
 */
public final class Network implements AutoCloseable {
  private static final int THREADS = 2;

  private final ModelFile file;
  private @Nullable OrtSession session;
  private boolean closed;

  public Network(ModelFile file) {
    this.file = file;
  }

  /** For people. */
  public String name() {
    return file.name();
  }

  /** The first output for the only input. */
  public Tensor run(Tensor input) {
    return unattended(input, 1).getFirst();
  }

  /**
   * As {@link #run(Tensor)}, for a network that may take seconds: the run is ended when nobody
   * waits for it any more.
   *
   * @param goingOn asked ten times a second, on another thread
   * @throws IOException when it was ended
   */
  public Tensor run(Tensor input, GoingOn goingOn) throws IOException {
    try (var attendance = new Attendance(goingOn)) {
      return attendance.of(options -> outputs(input, 1, options)).getFirst();
    } catch (OrtException defect) {
      throw broken(defect);
    }
  }

  /** Every output for the only input. */
  public List<Tensor> all(Tensor input) {
    return unattended(input, Integer.MAX_VALUE);
  }

  private List<Tensor> unattended(Tensor input, int most) {
    try (var options = new OrtSession.RunOptions()) {
      return outputs(input, most, options);
    } catch (OrtException defect) {
      throw broken(defect);
    }
  }

  private List<Tensor> outputs(Tensor input, int most, OrtSession.RunOptions options)
      throws OrtException {
    var network = session();
    try (var tensor =
            OnnxTensor.createTensor(
                environment(), FloatBuffer.wrap(input.values()), input.shape());
        var result =
            network.run(Map.of(network.getInputNames().iterator().next(), tensor), options)) {
      var outputs = new ArrayList<Tensor>();
      for (int i = 0; i < Math.min(most, result.size()); i++) {
        outputs.add(tensor(result.get(i)));
      }
      return outputs;
    }
  }

  private NetworkException broken(OrtException defect) {
    return new NetworkException("the network " + name() + " did not run", defect);
  }

  private Tensor tensor(OnnxValue output) {
    if (output instanceof OnnxTensor numbers && numbers.getInfo().type == OnnxJavaType.FLOAT) {
      var values = numbers.getFloatBuffer();
      var copy = new float[values.remaining()];
      values.get(copy);
      return new Tensor(copy, numbers.getInfo().getShape());
    }
    throw new NetworkException("the network " + name() + " gives something else than floats");
  }

  private synchronized OrtSession session() {
    if (closed) {
      throw new IllegalStateException("the model " + name() + " was closed");
    }
    var loaded = session;
    if (loaded == null) {
      loaded = load();
      session = loaded;
    }
    return loaded;
  }

  private OrtSession load() {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(THREADS);
      options.setInterOpNumThreads(1);
      // it warns of harmless oddities in files of others
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      // Idle threads must not burn a core that another step could use.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Without these the session keeps the most that it ever needed.
      options.setMemoryPatternOptimization(false);
      options.setCPUArenaAllocator(false);
      return opened(options);
    } catch (OrtException unusable) {
      throw new NetworkException("the network " + name() + " cannot be loaded", unusable);
    }
  }

  /** A file of its own may be larger than what this process could hold twice. */
  private OrtSession opened(OrtSession.SessionOptions options) throws OrtException {
    var local = file.local();
    if (local.isEmpty()) {
      return environment().createSession(file.read(), options);
    }
    file.check();
    return environment().createSession(local.get().toString(), options);
  }

  /** Loads a native library, so it waits until it is needed. */
  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment();
  }

  @Override
  public synchronized void close() {
    closed = true;
    var loaded = session;
    session = null;
    if (loaded != null) {
      close(loaded);
    }
  }

  private void close(OrtSession loaded) {
    try {
      loaded.close();
    } catch (OrtException defect) {
      throw new IllegalStateException("the network " + name() + " cannot be closed", defect);
    }
  }
}
