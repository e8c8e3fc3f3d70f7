namespace Autonomys.Farming.Sectors;

/// <summary>A sector or plot held in memory.</summary>
public sealed class MemorySectorReader(ReadOnlyMemory<byte> bytes) : ISectorReader
{
    public void ReadExactly(long offset, Span<byte> destination)
    {
        if (offset < 0 || destination.Length > bytes.Length || offset > bytes.Length - destination.Length)
        {
            throw new EndOfStreamException($"{destination.Length} bytes at {offset} are outside of the {bytes.Length} bytes there are.");
        }

        bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
    }
}
