namespace Autonomys.Cryptography.ErasureCoding;

/// <summary>Shards from which nothing can be recovered: too few, or contradicting one another.</summary>
public sealed class ErasureCodingException(string message) : CryptographyException(message);
