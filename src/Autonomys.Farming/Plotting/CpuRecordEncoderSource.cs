using Autonomys.Farming.Space;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Farming.Plotting;

/// <summary>Encoders of the processor, each with a thread of its caller's and some 200 MiB.</summary>
/// <param name="concurrency">How many.</param>
public sealed class CpuRecordEncoderSource(int concurrency) : IRecordEncoderSource
{
    public IReadOnlyList<IRecordEncoder> Create(ErasureCode erasureCoding, Action<string> notice, Action<string> warning) =>
        [.. Enumerable.Range(0, concurrency).Select(_ => new CpuRecordEncoder(new CpuRecordProofs(), erasureCoding))];
}
