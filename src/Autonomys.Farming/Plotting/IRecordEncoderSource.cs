using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Farming.Plotting;

/// <summary>Where a plotter gets its record encoders from: the processor, or devices.</summary>
public interface IRecordEncoderSource
{
    /// <summary>Makes as many encoders as records may be encoded at once; all of them are the caller's to dispose.</summary>
    /// <param name="erasureCoding">Coding of 65,536 shards, shared.</param>
    /// <param name="notice">Is told once what encodes.</param>
    /// <param name="warning">Is told of devices that are left out or given up, now and later, from any thread.</param>
    IReadOnlyList<IRecordEncoder> Create(ErasureCode erasureCoding, Action<string> notice, Action<string> warning);
}
