package dev.backlot.media.cutout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The network in the jar, checked against its known hash before it is used. */
final class BundledModel {
  static final String NAME = "u2netp";
  static final String SHA_256 = "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8";
  private static final String RESOURCE = "/models/u2netp.onnx";

  private BundledModel() {}

  static byte[] read() {
    try (var in = BundledModel.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + RESOURCE);
      }
      return checked(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static byte[] checked(byte[] onnx) {
    var found = sha256(onnx);
    if (!found.equals(SHA_256)) {
      throw new IllegalStateException(
          "expected " + RESOURCE + " with SHA-256 " + SHA_256 + ", but it has " + found);
    }
    return onnx;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
