package dev.backlot.media;

import dev.backlot.model.Nearest;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What words can be drawn in: the fonts of this machine, and those of the operator's own folder.
 * Thread-safe.
 */
public final class Typefaces {
  /** What words are drawn in if nobody says; where it is not installed, in what is most like it. */
  public static final String STANDARD = "DejaVu Sans";

  /** Most font files of a folder and the folders in it. */
  public static final int FILES_MAX = 500;

  private static final int DEPTH_MAX = 5;
  private static final long FILE_BYTES_MAX = 64L << 20;

  /** These name a kind of font, or none, and every machine has something for them. */
  private static final Set<String> KINDS =
      Set.of("", STANDARD.toLowerCase(Locale.ROOT), "sans", "sans-serif", "serif", "monospace");

  private static final Set<String> ENDINGS = Set.of("ttf", "otf", "ttc", "otc");

  private final List<Path> files;
  private final List<Font> own;
  private final int fingerprint;

  private Typefaces(List<Path> files, List<Font> own, int fingerprint) {
    this.files = files;
    this.own = own;
    this.fingerprint = fingerprint;
  }

  /** The machine's alone. */
  public static Typefaces installed() {
    return new Typefaces(List.of(), List.of(), 0);
  }

  /**
   * With every {@code .ttf}, {@code .otf} and {@code .ttc} of a folder and the folders in it; other
   * files are left alone.
   *
   * @throws IOException with every file that is no font, one a line
   */
  public static Typefaces of(Path folder) throws IOException {
    var mistakes = new ArrayList<String>();
    var own = new ArrayList<Font>();
    var sum = new CRC32C();
    var files = files(folder);
    for (var file : files) {
      try {
        own.addAll(read(file));
        sum.update(Files.readAllBytes(file));
      } catch (IOException | FontFormatException wrong) {
        mistakes.add(file + ": expected a font, but " + wrong.getMessage());
      }
    }
    if (!mistakes.isEmpty()) {
      throw new IOException(String.join("\n", mistakes));
    }
    return new Typefaces(files, List.copyOf(own), (int) sum.getValue() & 0x3fff_ffff);
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no folder of fonts " + folder);
    }
    try (var found = Files.find(folder, DEPTH_MAX, (file, facts) -> facts.isRegularFile())) {
      var files = found.filter(Typefaces::isNamedAsFont).limit(FILES_MAX + 1L).sorted().toList();
      if (files.size() > FILES_MAX) {
        throw new IOException(
            folder + ": expected at most " + FILES_MAX + " font files, but there are more");
      }
      return files;
    }
  }

  private static boolean isNamedAsFont(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static List<Font> read(Path file) throws IOException, FontFormatException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException("it is larger than " + (FILE_BYTES_MAX >> 20) + " MiB");
    }
    try {
      return List.of(Font.createFonts(file.toFile()));
    } catch (LinkageError | InternalError bareMachine) {
      throw new IOException(
          "this machine has no font configuration: install fontconfig", bareMachine);
    }
  }

  /** The operator's files, by name. */
  public List<Path> files() {
    return files;
  }

  /** The families of the operator's fonts. */
  public Set<String> families() {
    var families = new TreeSet<String>();
    own.forEach(font -> families.add(font.getFamily(Locale.ROOT)));
    return families;
  }

  /** Another number once another font lies in the folder, from 0, which is none, to 2^30. */
  public int fingerprint() {
    return fingerprint;
  }

  /**
   * Refuses a font that is nowhere, rather than to draw in one that nobody asked for; where the JVM
   * knows no fonts, nothing can be said beforehand.
   */
  public void check(String font) throws MediaException {
    var wrong = missing(font);
    if (wrong.isPresent()) {
      throw MediaException.invalid(wrong.get()).about("font");
    }
  }

  /** What to tell a person who names a font that is nowhere. */
  public Optional<String> missing(String font) {
    if (KINDS.contains(font.toLowerCase(Locale.ROOT))
        || own.stream().anyMatch(one -> isNamed(one, font))
        || Installed.FONTS.isEmpty()
        || Installed.NAMES.contains(font)) {
      return Optional.empty();
    }
    return Optional.of(
        "expected the family of a font that is here (backlot doctor lists them, --fonts brings your own), but none is called '%s'%s"
            .formatted(font, Nearest.hint(font, all())));
  }

  /** Every family there is, by name. */
  public Set<String> all() {
    var families = families();
    Installed.FONTS.forEach(font -> families.add(font.getFamily(Locale.ROOT)));
    return families;
  }

  /** By its family or by its own name. */
  private static boolean isNamed(Font font, String name) {
    return names(font).anyMatch(name::equalsIgnoreCase);
  }

  private static Stream<String> names(Font font) {
    return Stream.of(font.getFamily(Locale.ROOT), font.getFontName(Locale.ROOT));
  }

  /**
   * One of the operator's or the machine's for Java's own drawing; of a family the bold one, or the
   * one that is neither bold nor slanted.
   */
  public Font font(String name, boolean bold, int size) {
    var named = own.stream().filter(font -> isNamed(font, name)).toList();
    var exact = named.stream().filter(font -> isBold(font) == bold && !isSlanted(font)).findFirst();
    if (exact.isPresent()) {
      return exact.get().deriveFont((float) size);
    }
    int style = bold ? Font.BOLD : Font.PLAIN;
    return named.isEmpty() ? new Font(name, style, size) : named.getFirst().deriveFont(style, size);
  }

  private static boolean isBold(Font font) {
    return font.getFontName(Locale.ROOT).toLowerCase(Locale.ROOT).contains("bold");
  }

  private static boolean isSlanted(Font font) {
    var name = font.getFontName(Locale.ROOT).toLowerCase(Locale.ROOT);
    return name.contains("italic") || name.contains("oblique");
  }

  /** Which letters can be drawn. */
  public Glyphs glyphs() {
    return new Glyphs(own, () -> Installed.FONTS);
  }

  /** Read when first needed: with many fonts that takes a second. */
  private static final class Installed {
    static final List<Font> FONTS = fonts();
    static final Set<String> NAMES = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
      FONTS.stream().flatMap(Typefaces::names).forEach(NAMES::add);
    }

    private static List<Font> fonts() {
      try {
        return List.of(GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts());
      } catch (LinkageError | InternalError | RuntimeException bareMachine) {
        // Without the system's fontconfig the JVM knows no fonts; libvips brings its own.
        return List.of();
      }
    }
  }
}
