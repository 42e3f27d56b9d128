package dev.backlot.provider;

/** A model of a provider. */
public record Choice(String provider, String model) {}
