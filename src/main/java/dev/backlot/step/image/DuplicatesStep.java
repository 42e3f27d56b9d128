package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.model.Asset;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds pictures that show nearly the same. */
final class DuplicatesStep {
  private static final StepType TYPE =
      Ports.type(
          "image.duplicates",
          2,
          "Find pictures of a list that show nearly the same",
          List.of(
              Ports.pictures(1, 1000, "The pictures, 1 to 1,000"),
              Ports.integer(
                  "distance",
                  0,
                  24,
                  8,
                  "In how many of 64 bits alike pictures may differ: 0 the same, 8 the same photo"
                      + " in another size, quality or slight edit, more is looser")),
          List.of(
              Port.of(
                      "unique",
                      PortType.IMAGE,
                      "One of each group, the one with most pixels, and all that have no like, in"
                          + " order")
                  .many()
                  .mandatory(),
              Port.of("duplicates", PortType.IMAGE, "All others, in order").many().mandatory(),
              Ports.metric(
                  "groups",
                  PortType.JSON,
                  "Lists of alike pictures by their places, counted from 0, the kept one first")));

  private DuplicatesStep() {}

  static Step of(Imaging imaging) {
    return new WorkStep(imaging, TYPE, DuplicatesStep::work);
  }

  private static Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var assets = job.assets("images");
    var prints = new ArrayList<Fingerprint>();
    for (int i = 0; i < assets.size(); i++) {
      prints.add(job.alone("images", i, Fingerprint.LARGEST, Fingerprint::of));
    }
    var groups = Groups.of(prints.size(), (a, b) -> alike(job, prints.get(a), prints.get(b)));
    var kept = groups.stream().map(group -> ordered(group, assets)).toList();
    var first = kept.stream().map(List::getFirst).sorted().toList();
    var others = kept.stream().flatMap(group -> group.stream().skip(1)).sorted().toList();
    return Map.of(
        "unique", pictures(first, assets),
        "duplicates", pictures(others, assets),
        "groups",
            new Value.ListOf(
                kept.stream()
                    .filter(group -> group.size() > 1)
                    .map(DuplicatesStep::places)
                    .toList()));
  }

  private static boolean alike(PictureJob job, Fingerprint one, Fingerprint other) {
    return one.distance(other) <= job.integer("distance");
  }

  private static List<Integer> ordered(List<Integer> group, List<Asset> assets) {
    return group.stream()
        .sorted(
            Comparator.<Integer>comparingLong(
                    i -> -(long) assets.get(i).width() * assets.get(i).height())
                .thenComparing(i -> i))
        .toList();
  }

  private static Value pictures(List<Integer> places, List<Asset> assets) {
    return new Value.ListOf(places.stream().map(assets::get).map(Value::of).toList());
  }

  private static Value places(List<Integer> group) {
    return new Value.ListOf(group.stream().map(place -> Value.of((long) place)).toList());
  }
}
