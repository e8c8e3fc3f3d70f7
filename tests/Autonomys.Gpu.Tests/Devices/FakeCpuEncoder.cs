using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Gpu.Tests.Devices;

/// <summary>The processor beside <see cref="FakeDevice"/>: encodes alike, and counts.</summary>
internal sealed class FakeCpuEncoder(Action encoded) : IRecordEncoder
{
    public void Encode(Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken)
    {
        encoded();
        record[0] ^= 0xFF;
        bitfield.Fill(0xFF);
    }

    public void Dispose()
    {
    }
}
