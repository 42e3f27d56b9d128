package dev.backlot.media.credit;

import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPMetaFactory;
import com.adobe.internal.xmp.options.ParseOptions;
import com.adobe.internal.xmp.options.SerializeOptions;
import java.util.Optional;

/** An XMP packet: RDF about a file, within the file. */
final class XmpPacket {
  private static final String IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
  private static final String OURS = "https://backlot.dev/ns/xmp/1.0/";
  private static final String SOURCE = "DigitalSourceType";
  private static final String SUPERSEDES = "supersededCredentials";

  static {
    try {
      var registry = XMPMetaFactory.getSchemaRegistry();
      registry.registerNamespace(IPTC, "Iptc4xmpExt");
      registry.registerNamespace(OURS, "backlot");
    } catch (XMPException e) {
      throw new IllegalStateException("both are URIs and prefixes", e);
    }
  }

  private final XMPMeta meta;

  private XmpPacket(XMPMeta meta) {
    this.meta = meta;
  }

  static XmpPacket empty() {
    return new XmpPacket(XMPMetaFactory.create());
  }

  /** Empty for what is no XMP. */
  static Optional<XmpPacket> parse(byte[] packet) {
    try {
      // a document type could name files and addresses to read
      var options = new ParseOptions().setDisallowDoctype(true);
      return Optional.of(new XmpPacket(XMPMetaFactory.parseFromBuffer(packet, options)));
    } catch (XMPException | RuntimeException _) {
      return Optional.empty();
    }
  }

  Optional<DigitalSource> source() {
    try {
      return Optional.ofNullable(meta.getPropertyString(IPTC, SOURCE))
          .flatMap(DigitalSource::ofUri);
    } catch (XMPException _) {
      return Optional.empty();
    }
  }

  Optional<String> superseded() {
    try {
      return Optional.ofNullable(meta.getPropertyString(OURS, SUPERSEDES))
          .filter(XmpPacket::isHash);
    } catch (XMPException _) {
      return Optional.empty();
    }
  }

  /** Whether a text of somebody else's is what we write. */
  static boolean isHash(String text) {
    return text.matches("[a-z0-9]{1,16}:[0-9a-f]{1,128}");
  }

  void setSource(DigitalSource source) {
    set(IPTC, SOURCE, source.uri());
  }

  void setSupersedes(String hash) {
    set(OURS, SUPERSEDES, hash);
  }

  private void set(String namespace, String name, String value) {
    try {
      meta.setProperty(namespace, name, value);
    } catch (XMPException e) {
      throw new IllegalStateException("a plain text is a property", e);
    }
  }

  byte[] bytes() {
    try {
      var options = new SerializeOptions().setOmitPacketWrapper(true).setUseCompactFormat(true);
      return XMPMetaFactory.serializeToBuffer(meta, options);
    } catch (XMPException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }
}
