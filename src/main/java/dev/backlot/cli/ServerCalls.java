package dev.backlot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Asks a running server over its own API. */
public interface ServerCalls {
  /** A server's answer. */
  record Answer(int status, String text) {}

  /**
   * Asks a running server.
   *
   * @throws IOException with words for people when it does not answer
   */
  Answer ask(Question question) throws IOException, InterruptedException;

  /** As {@link #ask}, with a file for a body. */
  Answer upload(Question question, String mediaType, Path file)
      throws IOException, InterruptedException;

  /**
   * Reads an answer that goes on and on, line by line, until the server ends it.
   *
   * @return its status, and the text of one that is no stream
   * @throws IOException when it does not answer or the connection breaks
   */
  Answer follow(Question question, Consumer<String> line) throws IOException, InterruptedException;

  /**
   * Writes an answer into a file, as it comes.
   *
   * @param arrived is told how many bytes there are; what it throws ends the way
   * @return its status, and the text of one that is no file
   * @throws IOException when it does not answer or breaks off
   */
  Answer download(Question question, Path target, LongConsumer arrived)
      throws IOException, InterruptedException;

  /**
   * What a running server is asked.
   *
   * @param json the body; empty for none
   */
  record Question(String method, String url, String key, Optional<String> json) {}
}
