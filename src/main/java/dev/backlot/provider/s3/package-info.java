/**
 * Object stores that speak S3: one library, every vendor. Thread-safe; a client is made for each
 * use and shares its connections with the others.
 */
@NullMarked
package dev.backlot.provider.s3;

import org.jspecify.annotations.NullMarked;
