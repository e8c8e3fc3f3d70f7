using System.Text.Json;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Farming.Tests.Plotting;

namespace Autonomys.Farming.Tests.Reading;

public class SectorPieceReaderTests
{
    private static readonly SectorPieceReader Reader = new(VectorSectors.ErasureCoding);

    [Theory]
    [InlineData(RecordReadMode.ConcurrentChunks)]
    [InlineData(RecordReadMode.WholeSector)]
    public void Pieces_read_back_are_those_plotted(RecordReadMode mode)
    {
        VectorSector sector = VectorSectors.Get(4, 1);
        JsonElement expected = VectorSectors.Expected(4, 1).GetProperty("read_piece_round_trip");
        for (ushort offset = 0; offset < 4; offset++)
        {
            Assert.True(expected[offset].GetBoolean());
            Assert.Equal(VectorHistory.Instance.Piece(sector.PieceIndexes[offset]), Read(sector, sector.Bytes, offset, new CachedProofs(), mode));
        }
    }

    [Theory]
    [InlineData(20_000, SectorReadError.ContentsMap)]
    [InlineData(-33, SectorReadError.ChecksumMismatch)]
    public void A_flipped_bit_is_named(int position, SectorReadError error)
    {
        VectorSector sector = VectorSectors.Get(4, 1);
        byte[] bytes = (byte[])sector.Bytes.Clone();
        bytes[position < 0 ? bytes.Length + position : position] ^= 4;

        SectorReadException thrown = Assert.Throws<SectorReadException>(
            () => Read(sector, bytes, 3, new CachedProofs(), RecordReadMode.WholeSector));

        Assert.Equal(error, thrown.Error);
        Assert.True(thrown.IsCorruption);
        Assert.StartsWith("Sector 1: ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_file_and_a_missing_proof_are_named()
    {
        VectorSector sector = VectorSectors.Get(4, 1);
        Assert.Equal(
            SectorReadError.InputOutput,
            Assert.Throws<SectorReadException>(
                () => Read(sector, sector.Bytes[..2_000_000], 0, new CachedProofs(), RecordReadMode.ConcurrentChunks)).Error);
        Assert.Equal(
            SectorReadError.MissingProof,
            Assert.Throws<SectorReadException>(() => Read(sector, sector.Bytes, 0, new ScarceProofs(3), RecordReadMode.WholeSector)).Error);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1_000)]
    [InlineData(70_000)]
    public async Task A_record_with_too_few_proofs_is_filled_up_in_clear_and_read_back(int everyNth)
    {
        using CpuRecordEncoder encoder = new(new ScarceProofs(everyNth), VectorSectors.ErasureCoding);
        PieceSourceStub source = new();
        using SectorPlotter plotter = new(source, [encoder]);
        using EncodedSector encoded = await plotter.PlotAsync(
            VectorSectors.PublicKey, new(3), 2, VectorSectors.Protocol, null, CancellationToken.None);
        int proofs = (RecordLayout.SBuckets + everyNth - 1) / everyNth;
        VectorSector sector = new(encoded.ToArray(), encoded.SectorId, encoded.Metadata, encoded.ContentsMap, [.. encoded.PieceIndexes]);

        for (ushort offset = 0; offset < 2; offset++)
        {
            Assert.Equal(proofs, sector.ContentsMap.EncodedChunks(new(offset)));
            Piece piece = PieceSourceStub.PieceOf(sector.PieceIndexes[offset]);
            Assert.Equal(piece, Read(sector, sector.Bytes, offset, new ScarceProofs(everyNth), RecordReadMode.WholeSector));
        }

        // S-bucket 2 has no proof, so the sector holds source chunk 1 of both records in clear there.
        int at = (int)(SectorLayout.RecordChunksOffset(2) + (32 * sector.Metadata.SBucketOffset(new(2))));
        Assert.Equal(2, sector.Metadata.SBucketSizes[2]);
        for (int record = 0; record < 2; record++)
        {
            Assert.Equal(
                PieceSourceStub.PieceOf(sector.PieceIndexes[record]).Record.Slice(32, 32).ToArray(),
                sector.Bytes[(at + (32 * record))..(at + (32 * record) + 32)]);
        }
    }

    private static Piece Read(VectorSector sector, byte[] bytes, ushort offset, IRecordProofs proofs, RecordReadMode mode) => Reader.Read(
        new(offset), sector.SectorId, sector.Metadata, new MemorySectorReader(bytes), proofs, mode, CancellationToken.None);

    /// <summary>Every n-th s-bucket has a proof, whose hash is made up.</summary>
    private sealed class ScarceProofs(int everyNth) : IRecordProofs
    {
        private byte _seed;

        public void Generate(PosSeed seed, CancellationToken cancellationToken) => _seed = seed.AsSpan()[0];

        public bool HasProof(SBucket sBucket) => sBucket.Value % everyNth == 0;

        public int SelectProvable(Span<SBucket> sBuckets)
        {
            int count = 0;
            for (int i = 0; i < RecordLayout.SBuckets && count < sBuckets.Length; i += everyNth)
            {
                sBuckets[count++] = new((ushort)i);
            }

            return count;
        }

        public void HashProofs(ReadOnlySpan<SBucket> sBuckets, Span<byte> hashes)
        {
            for (int i = 0; i < sBuckets.Length; i++)
            {
                hashes.Slice(32 * i, 32).Fill((byte)(_seed + sBuckets[i].Value));
            }
        }

        public bool TryFindProof(SBucket sBucket, Span<byte> proof) => HasProof(sBucket);

        public void Dispose()
        {
        }
    }
}
