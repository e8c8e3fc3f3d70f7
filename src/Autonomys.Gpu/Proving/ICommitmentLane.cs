using Autonomys.Cryptography.Bls12381.Curves;

namespace Autonomys.Gpu.Proving;

/// <summary>Room for one record on a device that commits. Used by one thread, always the same one.</summary>
internal interface ICommitmentLane : IDisposable
{
    /// <summary>The commitment to a record, as <c>Kzg.Commit</c> of its polynomial; null when a chunk is not below the group order.</summary>
    /// <param name="record">1 MiB, scalars big-endian.</param>
    /// <exception cref="ArgumentException">The length is another one.</exception>
    /// <exception cref="ILGPU.Runtime.AcceleratorException">The device failed.</exception>
    G1Affine? Commit(ReadOnlySpan<byte> record);
}
