using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Cryptography.Kzg;

/// <summary>The claim that a committed polynomial has a value at a root of unity.</summary>
/// <param name="Commitment">Compressed G1 point.</param>
/// <param name="NumValues">Size of the domain, rounded up to a power of two; up to 65,536.</param>
/// <param name="Index">Number of the root of unity.</param>
/// <param name="Value">The value there.</param>
/// <param name="Witness">Compressed G1 point.</param>
public readonly record struct KzgClaim(Bytes48 Commitment, int NumValues, int Index, Scalar Value, Bytes48 Witness);
