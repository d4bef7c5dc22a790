package io.terraverde.document;

import io.terraverde.storage.BlobMeta;

/// A document as it was read or written: its value, and the meta data of the object that holds it.
public record Document<T>(T value, BlobMeta meta) {}
