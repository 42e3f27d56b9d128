package dev.backlot.provider.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A long file, sent in parts; it appears whole or not at all. */
final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  /** What S3 takes. */
  private static final int PARTS_MAX = 10_000;

  private final S3Client client;
  private final String bucket;
  private final StoredObject object;
  private final long partBytes;

  Parts(S3Client client, String bucket, StoredObject object, long wanted) {
    this.client = client;
    this.bucket = bucket;
    this.object = object;
    this.partBytes = Math.max(wanted, Math.ceilDiv(object.bytes(), PARTS_MAX));
  }

  /** The object's ETag. */
  String write() throws InterruptedException {
    var upload =
        client
            .createMultipartUpload(
                create ->
                    create
                        .bucket(bucket)
                        .key(object.key())
                        .contentType(object.contentType())
                        .cacheControl(object.cacheControl().orElse(null))
                        .metadata(Map.of(StoredObject.SHA256, object.sha256())))
            .uploadId();
    try {
      var parts = send(upload);
      return client
          .completeMultipartUpload(
              complete ->
                  complete
                      .bucket(bucket)
                      .key(object.key())
                      .uploadId(upload)
                      .multipartUpload(all -> all.parts(parts)))
          .eTag();
    } catch (InterruptedException | RuntimeException e) {
      abandon(upload);
      throw e;
    }
  }

  private List<CompletedPart> send(String upload) throws InterruptedException {
    var parts = new ArrayList<CompletedPart>();
    for (long from = 0; from < object.bytes(); from += partBytes) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while a file was published");
      }
      int number = parts.size() + 1;
      var sent =
          client.uploadPart(
              part -> part.bucket(bucket).key(object.key()).uploadId(upload).partNumber(number),
              body(from, Math.min(partBytes, object.bytes() - from)));
      parts.add(CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build());
    }
    return parts;
  }

  private RequestBody body(long from, long bytes) {
    return RequestBody.fromContentProvider(
        () -> new Slice(open(from), bytes), bytes, "application/octet-stream");
  }

  private InputStream open(long from) {
    try {
      var channel = FileChannel.open(object.file(), StandardOpenOption.READ).position(from);
      return Channels.newInputStream(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parts that nobody will ever complete are paid for until somebody ends their upload. */
  private void abandon(String upload) {
    boolean interrupted = Thread.interrupted();
    try {
      client.abortMultipartUpload(abort -> abort.bucket(bucket).key(object.key()).uploadId(upload));
    } catch (SdkException e) {
      LOG.warn("an upload to {} was left unfinished: {}", bucket, e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The next so many bytes. */
  private static final class Slice extends java.io.FilterInputStream {
    private long left;

    Slice(InputStream in, long bytes) {
      super(in);
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = super.read();
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = super.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
