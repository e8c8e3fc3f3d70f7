using Autonomys.DevChain.Storage;
using Autonomys.Testing;

namespace Autonomys.DevChain.Tests;

public sealed class RecordLogTests
{
    private static readonly int[] Lengths = [0, 1, 100, 5000, 70_000, 3];

    [Fact]
    public void A_file_cut_anywhere_keeps_exactly_its_complete_records_and_takes_new_ones()
    {
        using TestFolder folder = new();
        byte[] whole = Write(folder.File("whole"));
        Random random = new(20260626);
        int[] cuts = [.. Enumerable.Range(0, 60).Select(_ => random.Next(whole.Length)), 0, 1, 47, 48, 49, whole.Length - 1, whole.Length];
        foreach (int cut in cuts)
        {
            string path = folder.File("cut");
            File.WriteAllBytes(path, whole[..cut]);
            int complete = CompleteRecords(cut);

            using (RecordLog log = RecordLog.Open(path, (number, payload) => Assert.Equal(Payload(number), payload.ToArray())))
            {
                Assert.Equal(complete, log.Count);
                Assert.Equal(cut - EndOf(complete), log.TornBytes);
                Assert.Equal(complete, log.Append("after"u8));
            }

            using RecordLog again = RecordLog.Open(path, static (_, _) => { });
            Assert.Equal(0, again.TornBytes);
            Assert.Equal("after"u8.ToArray(), again.Read(complete));
        }
    }

    [Fact]
    public void Zeros_at_the_end_are_cut_off()
    {
        using TestFolder folder = new();
        string path = folder.File("zeros");
        File.WriteAllBytes(path, [.. Write(folder.File("whole")), .. new byte[100_000]]);

        using RecordLog log = RecordLog.Open(path, static (_, _) => { });

        Assert.Equal(Lengths.Length, log.Count);
        Assert.Equal(100_000, log.TornBytes);
    }

    [Fact]
    public void A_flipped_bit_before_the_last_record_is_reported_and_nothing_is_lost()
    {
        using TestFolder folder = new();
        byte[] whole = Write(folder.File("whole"));
        Random random = new(7);
        long lastStart = EndOf(Lengths.Length - 1);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = (byte[])whole.Clone();
            damaged[random.Next((int)lastStart)] ^= (byte)(1 << random.Next(8));
            string path = folder.File("damaged");
            File.WriteAllBytes(path, damaged);

            DevChainException exception = Assert.Throws<DevChainException>(() => RecordLog.Open(path, static (_, _) => { }));

            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void A_second_opening_is_refused_while_the_first_is_alive()
    {
        using TestFolder folder = new();
        string path = folder.File("locked");
        using RecordLog log = RecordLog.Open(path, static (_, _) => { });

        Assert.Throws<DevChainException>(() => RecordLog.Open(path, static (_, _) => { }));
    }

    private static byte[] Payload(int number) => Vectors.Bytes($"record {number}", Lengths[number]);

    private static byte[] Write(string path)
    {
        using (RecordLog log = RecordLog.Open(path, static (_, _) => { }))
        {
            for (int i = 0; i < Lengths.Length; i++)
            {
                log.Append(Payload(i));
            }
        }

        return File.ReadAllBytes(path);
    }

    private static long EndOf(int records) => Lengths.Take(records).Sum(length => (long)RecordLog.HeaderSize + length);

    private static int CompleteRecords(int cut) => Enumerable.Range(0, Lengths.Length + 1).Last(records => EndOf(records) <= cut);
}
