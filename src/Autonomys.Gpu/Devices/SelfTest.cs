using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Gpu.Devices;

/// <summary>A record whose encoded form is known, which every device encodes before it is given work.</summary>
internal static class SelfTest
{
    private static ReadOnlySpan<byte> Label => "autonomys-farmer self-test"u8;

    /// <summary>BLAKE3 of encoded record and bitfield at K = 20.</summary>
    public static Blake3Hash Expected { get; } = Blake3Hash.FromHex("e6029a8243f76697d5a431da441d37eda82eff69392717e08782b42db0a6a141");

    public static PosSeed Seed { get; } = PosSeed.From(Blake3.Hash(Label).AsSpan());

    /// <summary>32,768 chunks, each below the group order because its first byte is zero.</summary>
    public static byte[] Record()
    {
        byte[] record = new byte[RecordLayout.RecordSize];
        Blake3.Hash(Label, record);
        for (int i = 0; i < record.Length; i += RecordLayout.ScalarSize)
        {
            record[i] = 0;
        }

        return record;
    }

    /// <summary>Encodes it on <paramref name="device"/>.</summary>
    /// <exception cref="DeviceException">The device fails, takes longer than <paramref name="patience"/>, or gives other bytes.</exception>
    public static void Run(IRecordDevice device, TimeSpan patience, Blake3Hash expected)
    {
        using WatchedLane lane = new(device, patience);
        lane.Encode(Record(), Seed);
        Blake3Hash actual = Hash(lane.EncodedRecord, lane.Bitfield);
        if (actual != expected)
        {
            throw new DeviceException(
                DeviceFailure.Wrong,
                $"{device.Name} computes wrongly: the self-test gives {actual} in place of {expected}. Update its driver; if that does not help, the card or its memory is broken or overclocked.");
        }
    }

    /// <summary>What a device of another K than the network's should give.</summary>
    public static Blake3Hash OnCpu(IRecordEncoder encoder)
    {
        byte[] record = Record();
        byte[] bitfield = new byte[SectorLayout.BitfieldSize];
        encoder.Encode(record, Seed, bitfield, CancellationToken.None);
        return Hash(record, bitfield);
    }

    /// <summary>BLAKE3 of an encoded record and its bitfield.</summary>
    public static Blake3Hash Hash(ReadOnlySpan<byte> record, ReadOnlySpan<byte> bitfield)
    {
        Blake3Hasher hasher = Blake3Hasher.Create();
        hasher.Update(record);
        hasher.Update(bitfield);
        return hasher.Finish();
    }
}
