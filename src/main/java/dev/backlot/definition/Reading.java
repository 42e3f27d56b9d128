package dev.backlot.definition;

import java.util.List;

/** What became of a workflow file. */
public sealed interface Reading {
  record Valid(Definition definition) implements Reading {}

  /** Every problem, by position in the file. */
  record Broken(List<Problem> problems) implements Reading {
    public Broken {
      problems = List.copyOf(problems);
    }
  }
}
