package dev.backlot.provider;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;

/**
 * Secrets as they may lie on a disk or in a repository: JWE in its compact form (RFC 7516), {@code
 * dir} with {@code A256GCM}, one key for all. What a secret is called stands in the header ({@code
 * kid}), so that none can be put in another's place.
 */
public final class Seal {
  private static final int KEY_BYTES = 32;

  private final byte[] key;

  private Seal(byte[] key) {
    this.key = key;
  }

  /** A key for {@link #of}: 32 random bytes in Base64. */
  public static String newKey() {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /** Empty when the text is no such key. */
  public static Optional<Seal> of(String base64) {
    try {
      var key = Base64.getDecoder().decode(base64);
      return key.length == KEY_BYTES ? Optional.of(new Seal(key)) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The value, encrypted for this place. */
  public String seal(String place, String value) {
    var header =
        new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM).keyID(place).build();
    var sealed = new JWEObject(header, new Payload(value));
    try {
      sealed.encrypt(new DirectEncrypter(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java cannot encrypt by AES: " + e.getMessage(), e);
    }
    return sealed.serialize();
  }

  /** The value; empty when it was sealed with another key, for another place, or was changed. */
  public Optional<String> open(String place, String text) {
    try {
      var sealed = JWEObject.parse(text);
      sealed.decrypt(new DirectDecrypter(key));
      return place.equals(sealed.getHeader().getKeyID())
          ? Optional.of(sealed.getPayload().toString())
          : Optional.empty();
    } catch (ParseException | JOSEException | IllegalStateException _) {
      return Optional.empty();
    }
  }
}
