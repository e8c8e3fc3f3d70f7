namespace Autonomys.Primitives.Codec;

/// <summary>Bytes that are not the SCALE form of the type that was asked for.</summary>
public sealed class ScaleFormatException(string message) : FormatException(message);
