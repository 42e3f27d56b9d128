package dev.backlot.media.own;

import dev.backlot.media.Colour;
import dev.backlot.media.GoingOn;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.cutout.Sight;
import dev.backlot.media.onnx.Network;
import dev.backlot.media.onnx.NetworkException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** A model of the operator, loaded when it is first used. Thread-safe. */
public final class OwnModel implements Sight, AutoCloseable {
  /** The side on which a model of any size is tried. */
  private static final int TRIAL_SIDE = 64;

  private final Manifest manifest;
  private final Network network;

  OwnModel(Manifest manifest) {
    this.manifest = manifest;
    this.network = new Network(manifest.file());
  }

  public String name() {
    return manifest.name();
  }

  /** One line for people: what it is, what it gives, how large, under which licence. */
  public String line() {
    return "%s (%s, %.1f MB, %s)"
        .formatted(manifest.title(), kind(), manifest.bytes() / 1e6, manifest.licence());
  }

  /** What it gives: mask, picture or so many classes. */
  public String kind() {
    return manifest.meaning().kind();
  }

  /** Whether it says of each pixel how much it belongs to something. */
  public boolean givesMask() {
    return manifest.meaning() instanceof Meaning.Mask;
  }

  /** The mask of a picture of any size, in the network's size. */
  @Override
  public Pixels mask(Picture picture, GoingOn goingOn) throws IOException, MediaException {
    if (of(manifest.view().fitting(picture), goingOn) instanceof Found.Mask(var pixels)) {
      return pixels;
    }
    throw MediaException.invalid(
            "expected a model that gives a mask, but '%s' gives %s".formatted(name(), kind()))
        .about("model");
  }

  /** What it says of a picture. */
  public Found of(Picture picture, GoingOn goingOn) throws IOException, MediaException {
    goingOn.check();
    return read(manifest.view().of(picture.flatten(Colour.WHITE)).pixels(), goingOn);
  }

  private Found read(Pixels seen, GoingOn goingOn) throws IOException, MediaException {
    try {
      return manifest.meaning().read(network.run(manifest.input().of(seen), goingOn), seen);
    } catch (UnfitException | NetworkException unfit) {
      throw MediaException.invalid(
              "the model '%s' does not fit its manifest: %s".formatted(name(), unfit.getMessage()))
          .about("model");
    }
  }

  /** What is wrong with it when it looks at a grey picture; loads it. */
  public Optional<String> trial() {
    var grey =
        switch (manifest.view()) {
          case View.Fixed(var width, var height, _) -> grey(width, height);
          case View.Any(var multiple) -> {
            int side = Math.ceilDiv(TRIAL_SIDE, multiple) * multiple;
            yield grey(side, side);
          }
        };
    try {
      var _ = read(grey, () -> {});
      return Optional.empty();
    } catch (MediaException unfit) {
      return Optional.of(unfit.failure().message());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Pixels grey(int width, int height) {
    var samples = new byte[3 * width * height];
    Arrays.fill(samples, (byte) 128);
    return new Pixels(width, height, 3, samples);
  }

  @Override
  public void close() {
    network.close();
  }
}
