package dev.backlot.attest;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** The public half of a signing key. */
public final class VerifyingKey {
  private static final String LABEL = "PUBLIC KEY";
  private static final String ALGORITHM = "Ed25519";
  private static final int ID_LENGTH = 16;

  private final PublicKey key;

  VerifyingKey(PublicKey key) {
    this.key = key;
  }

  /**
   * Reads a key in PEM.
   *
   * @throws IOException with words for people when it is none
   */
  public static VerifyingKey parse(String pem) throws IOException {
    try {
      var encoded = new X509EncodedKeySpec(Pem.read(pem, LABEL));
      return new VerifyingKey(KeyFactory.getInstance(ALGORITHM).generatePublic(encoded));
    } catch (GeneralSecurityException e) {
      throw new IOException("expected an Ed25519 public key: " + e.getMessage(), e);
    }
  }

  String pem() {
    return Pem.write(key.getEncoded(), LABEL);
  }

  /** What it is called: the beginning of the SHA-256 of its encoding. */
  public String id() {
    return HexFormat.of().formatHex(sha256(key.getEncoded())).substring(0, ID_LENGTH);
  }

  boolean fits(byte[] message, byte[] signature) {
    try {
      var check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
