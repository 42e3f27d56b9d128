package dev.backlot.media.own;

import dev.backlot.media.onnx.ModelFile;
import dev.backlot.media.onnx.PictureInput;

/**
 * What an operator says of a model.
 *
 * @param title one line for people
 * @param bytes of the file
 */
record Manifest(
    String name,
    String title,
    ModelFile file,
    long bytes,
    String licence,
    View view,
    PictureInput input,
    Meaning meaning) {}
