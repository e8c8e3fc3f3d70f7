using Autonomys.Primitives.Hashing;

namespace Autonomys.DevChain.Import;

/// <summary>How far a file of this hash has gone into blocks.</summary>
internal readonly record struct ImportProgress(Blake3Hash FileHash, ulong NextOffset);
