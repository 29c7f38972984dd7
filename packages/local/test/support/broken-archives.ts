/** Changes a value in the file of an archive that is stored as it is. */
export function damagedArchive(archive: Uint8Array): Buffer {
  const bytes = Buffer.from(archive);
  bytes.write("3", bytes.indexOf("a,b,1,2") + "a,b,".length);
  return bytes;
}

/** An archive whose directory says that its file unpacks to one byte. */
export function lyingArchive(archive: Uint8Array): Buffer {
  const bytes = Buffer.from(archive);
  bytes.writeUInt32LE(1, bytes.indexOf("PK\u0001\u0002", 0, "latin1") + 24);
  return bytes;
}
