package dev.backlot.media.ocr;

import dev.backlot.media.onnx.ModelFile;

/** The files of PP-OCRv4 on the class path; they come in a jar of their own. */
final class PpOcr {
  static final String NAME = "PP-OCRv4";

  static final ModelFile FINDER =
      ModelFile.bundled(
          NAME + " detection",
          "/models/ch_PP-OCRv4_det_infer.onnx",
          "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9");

  static final ModelFile READER =
      ModelFile.bundled(
          NAME + " recognition",
          "/models/ch_PP-OCRv4_rec_infer.onnx",
          "01963c554a1a00203c5746bca5306fc05a1278a014495383ddd935d0d2ac0415");

  /** What the reading network's outputs stand for, one a line. */
  static final ModelFile LETTERS =
      ModelFile.bundled(
          NAME + " letters",
          "/models/ppocr_keys_v1.txt",
          "28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7");

  private PpOcr() {}
}
