package dev.backlot.provider;

import dev.backlot.model.Failure;
import dev.backlot.model.Progress;
import dev.backlot.provider.Provider.Found;
import dev.backlot.provider.Provider.KeyTest;
import dev.backlot.provider.Provider.Note;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import java.util.Optional;

/**
 * What a provider tells, without the secrets it was shown: some answer with the key that they do
 * not take. Addresses of files stay as they are, as they are fetched and kept nowhere; an id that
 * holds a secret cannot be kept, so its job is unknown.
 */
record ScrubbedAnswers(Scrubber scrubber) {
  private static final String NAMELESS = "it calls the job by a secret, which is kept nowhere";

  Submitted submitted(Submitted submitted) {
    return switch (submitted) {
      case Submitted.Accepted(var id) when scrubber.finds(id) -> new Submitted.Unknown(NAMELESS);
      case Submitted.Accepted accepted -> accepted;
      case Submitted.Ended(var id, var end) -> new Submitted.Ended(scrubber.scrub(id), polled(end));
      case Submitted.Refused(var failure) -> new Submitted.Refused(scrubber.scrub(failure));
      case Submitted.Unavailable(var why) -> new Submitted.Unavailable(scrubber.scrub(why));
      case Submitted.Unknown(var why) -> new Submitted.Unknown(scrubber.scrub(why));
    };
  }

  Polled polled(Polled polled) {
    return switch (polled) {
      case Polled.Pending(var progress) -> new Polled.Pending(progress.map(this::progress));
      case Polled.Done(var files, var text, var cost, var seed) ->
          new Polled.Done(files, scrubber.scrub(text), cost, seed);
      case Polled.Failed(var failure, var billed) ->
          new Polled.Failed(scrubber.scrub(failure), billed);
      case Polled.Unknown(var why) -> new Polled.Unknown(scrubber.scrub(why));
      case Polled.Gone(var why) -> new Polled.Gone(scrubber.scrub(why));
    };
  }

  Progress progress(Progress progress) {
    return new Progress(progress.fraction(), scrubber.scrub(progress.words()));
  }

  Found found(Found found) {
    return switch (found) {
      case Found.Here(var id) when scrubber.finds(id) ->
          new Found.Unknown(new Failure.Transient(NAMELESS));
      case Found.Here here -> here;
      case Found.Unlisted unlisted -> unlisted;
      case Found.Unknown(var why) -> new Found.Unknown(scrubber.scrub(why));
    };
  }

  Optional<Failure> failure(Optional<Failure> failure) {
    return failure.map(scrubber::scrub);
  }

  Optional<Note> note(Optional<Note> note) {
    return note.filter(one -> !scrubber.finds(one.requestId()));
  }

  KeyTest tested(KeyTest test) {
    return switch (test) {
      case KeyTest.Taken taken -> taken;
      case KeyTest.Refused(var why) -> new KeyTest.Refused(scrubber.scrub(why));
      case KeyTest.Unknown(var why) -> new KeyTest.Unknown(scrubber.scrub(why));
    };
  }
}
