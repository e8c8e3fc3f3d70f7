using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Cryptography.Kzg;

/// <summary>The claim that the committed polynomial has a value at an index, with the witness of it.</summary>
/// <param name="Index">Number of the root of unity.</param>
/// <param name="Value">The value there.</param>
/// <param name="Witness">Compressed G1 point.</param>
public readonly record struct KzgOpening(int Index, Scalar Value, Bytes48 Witness);
