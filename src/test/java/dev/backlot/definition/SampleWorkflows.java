package dev.backlot.definition;

import java.util.Map;
import java.util.Optional;

/** A few published workflows, read by the reader itself. */
final class SampleWorkflows implements PublishedWorkflows {
  private static final Map<String, String> FILES =
      Map.of(
          "shop@2",
          """
          name: shop
          inputs:
            photo: image
            width: {type: integer, default: 800}
          steps:
            small:
              uses: image.resize
              with: {image: "${{ inputs.photo }}", width: "${{ inputs.width }}"}
            facts:
              uses: image.inspect
              with: {image: "${{ steps.small.image }}"}
          outputs:
            image: ${{ steps.small.image }}
            colors: ${{ steps.facts.colors }}
            label: ${{ inputs.width }} wide
          """,
          "stamp@1",
          """
          name: stamp
          inputs:
            photo: image
            logo: {type: image, default: "file:logo.png"}
          steps:
            stamped:
              uses: image.compose
              with: {layers: ["${{ inputs.photo }}", "${{ inputs.logo }}"]}
          outputs: {image: "${{ steps.stamped.image }}"}
          """,
          "deep@1",
          """
          name: deep
          steps:
            one:
              for-each: 2
              steps:
                two:
                  for-each: 2
                  steps:
                    three:
                      for-each: 2
                      steps:
                        inner: {workflow: flat@1}
          """,
          "flat@1",
          """
          name: flat
          steps:
            a: {uses: check, with: {that: []}}
          """);

  private final WorkflowReader reader;

  SampleWorkflows() {
    reader = new WorkflowReader(SampleSteps.REGISTRY, this);
  }

  @Override
  public Optional<Definition> find(String name, int version) {
    var source = FILES.get(name + "@" + version);
    return source == null ? Optional.empty() : Optional.of(read(source));
  }

  private Definition read(String source) {
    return switch (reader.read("published.yaml", source)) {
      case Reading.Valid(var definition) -> definition;
      case Reading.Broken(var problems) -> throw new AssertionError(problems);
    };
  }

  /** A reader that knows them. */
  static WorkflowReader reader() {
    return new WorkflowReader(SampleSteps.REGISTRY, new SampleWorkflows());
  }
}
