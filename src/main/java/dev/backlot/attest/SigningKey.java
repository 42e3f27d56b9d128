package dev.backlot.attest;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/**
 * The key of an installation, made with its first signature: {@code signing-key.pem}, which only
 * its owner can read, and {@code signing-key.pub} beside it, for everybody. Thread-safe.
 */
public final class SigningKey {
  /** The file for everybody, in PEM. */
  public static final String PUBLIC_FILE = "signing-key.pub";

  private static final String PRIVATE_FILE = "signing-key.pem";
  private static final String ALGORITHM = "Ed25519";

  private Optional<Path> folder = Optional.empty();
  private Optional<Pair> pair = Optional.empty();

  private record Pair(PrivateKey secret, VerifyingKey open) {}

  /** Where the key is kept; told before anything is signed. */
  public synchronized void keepIn(Path place) {
    if (!folder.equals(Optional.of(place))) {
      folder = Optional.of(place);
      pair = Optional.empty();
    }
  }

  /** A signature, and who checks it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Signed(byte[] signature, VerifyingKey key) {}

  synchronized Signed sign(byte[] message) throws IOException {
    try {
      var keys = keys();
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.secret());
      signature.update(message);
      return new Signed(signature.sign(), keys.open());
    } catch (GeneralSecurityException e) {
      throw new IOException("the signing key cannot be used: " + e.getMessage(), e);
    }
  }

  private Pair keys() throws IOException, GeneralSecurityException {
    if (pair.isEmpty()) {
      var place = folder.orElseThrow(() -> new IllegalStateException("nobody said where it is"));
      pair = Optional.of(Files.exists(place.resolve(PRIVATE_FILE)) ? read(place) : make(place));
    }
    return pair.get();
  }

  private static Pair read(Path place) throws IOException, GeneralSecurityException {
    var encoded = Pem.read(Files.readString(place.resolve(PRIVATE_FILE)), "PRIVATE KEY");
    var secret =
        KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    return new Pair(secret, VerifyingKey.parse(Files.readString(place.resolve(PUBLIC_FILE))));
  }

  private static Pair make(Path place) throws IOException, GeneralSecurityException {
    KeyPair made = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    var open = new VerifyingKey(made.getPublic());
    // the public one first: whoever finds the other has both
    Files.writeString(place.resolve(PUBLIC_FILE), open.pem());
    try {
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.createFile(place.resolve(PRIVATE_FILE), ownerOnly);
    } catch (UnsupportedOperationException _) {
      Files.createFile(place.resolve(PRIVATE_FILE));
    } catch (FileAlreadyExistsException _) {
      return read(place);
    }
    Files.writeString(
        place.resolve(PRIVATE_FILE), Pem.write(made.getPrivate().getEncoded(), "PRIVATE KEY"));
    return new Pair(made.getPrivate(), open);
  }
}
