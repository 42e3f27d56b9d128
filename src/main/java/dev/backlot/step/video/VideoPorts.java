package dev.backlot.step.video;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;

/** Parameters and outputs that several video steps have in common. */
final class VideoPorts {
  static final Port VIDEO =
      Port.of(
              "video",
              PortType.VIDEO,
              "The video: MP4, MOV, WebM, Matroska, AVI, MPEG, FLV or Ogg; at most 4 GiB, four"
                  + " hours and 8K")
          .mandatory();
  static final Port RESULT = Port.of("video", PortType.VIDEO, "The new video").mandatory();
  static final Port SOUND =
      Port.of("audio", PortType.BOOLEAN, "Whether its sound is kept").defaultingTo(Value.of(true));

  private VideoPorts() {}
}
