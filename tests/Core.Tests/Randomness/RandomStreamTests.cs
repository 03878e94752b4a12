using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Core.Tests.Randomness;

public sealed class RandomStreamTests
{
    [Fact]
    public void TheNumbersOfASeedAndNameNeverChange()
    {
        var stream = new RandomStream(42, "arrivals");

        ulong[] first = [stream.NextBits(), stream.NextBits(), stream.NextBits()];

        Assert.Equal([3_334_472_219_076_958_205UL, 6_246_729_661_996_744_084UL, 461_399_563_008_123_880UL], first);
    }

    [Fact]
    public void StreamsAgreeWithThePublishedGenerator()
    {
        // xoshiro256** and splitmix64 written out again from their authors' description, with the name's FNV-1a hash as part of the seed.
        ulong hash = "x".Aggregate(14695981039346656037UL, (h, c) => (h ^ c) * 1099511628211UL), state = 7 ^ hash;
        ulong[] s = new ulong[4];
        for (int i = 0; i < s.Length; i++)
        {
            ulong z = state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            s[i] = z ^ (z >> 31);
        }
        var stream = new RandomStream(7, "x");

        for (int i = 0; i < 1_000; i++)
        {
            ulong expected = ulong.RotateLeft(s[1] * 5, 7) * 9, t = s[1] << 17;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= t;
            s[3] = ulong.RotateLeft(s[3], 45);
            Assert.Equal(expected, stream.NextBits());
        }
    }

    [Fact]
    public void NamesAndSeedsGiveIndependentStreams()
    {
        string[] names = ["a", "b", "ab", "ba", "device 0", "device 1", ""];
        RandomStream[] streams = [.. names.Select(n => new RandomStream(1, n)), new RandomStream(2, "a")];
        ulong[][] drawn = [.. streams.Select(s => Enumerable.Range(0, 4_096).Select(_ => s.NextBits()).ToArray())];

        for (int left = 0; left < drawn.Length; left++)
        {
            for (int right = left + 1; right < drawn.Length; right++)
            {
                // Bits of independent streams agree half the time; the deviation is sqrt(4096 * 64) / 2 = 256, and six of them are allowed.
                int agreeing = drawn[left].Zip(drawn[right], (a, b) => 64 - (int)ulong.PopCount(a ^ b)).Sum();
                Assert.InRange(agreeing, 4_096 * 32 - 6 * 256, 4_096 * 32 + 6 * 256);
            }
        }
    }

    [Fact]
    public void DrawingFromOneStreamDoesNotDisturbAnother()
    {
        var alone = new RandomStream(5, "memory");
        var beside = new RandomStream(5, "memory");
        var newcomer = new RandomStream(5, "network");

        for (int i = 0; i < 100; i++)
        {
            newcomer.NextBits();
            Assert.Equal(alone.NextBits(), beside.NextBits());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void IntegersBelowABoundAreEquallyLikely(int bound)
    {
        const int draws = 300_000;
        var stream = new RandomStream(9, "bound");
        int[] counts = new int[bound];

        for (int i = 0; i < draws; i++) counts[stream.NextInteger(bound)]++;

        // Six standard deviations of a binomial count.
        double expected = (double)draws / bound, allowed = 6 * Math.Sqrt(expected * (1 - 1.0 / bound));
        Assert.All(counts, count => Assert.InRange(count, expected - allowed, expected + allowed));
    }

    [Fact]
    public void ABoundNearTheWholeRangeIsUnbiased()
    {
        // With this bound a remainder of 64 bits would hit the lower third twice as often.
        const long bound = (long)(ulong.MaxValue / 3) + 1;
        var stream = new RandomStream(9, "large");

        double lower = Enumerable.Range(0, 100_000).Count(_ => stream.NextInteger(bound) < bound / 2) / 100_000.0;

        Assert.InRange(lower, 0.49, 0.51);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextInteger(0));
    }

    [Fact]
    public void DoublesLieBetweenZeroAndOne()
    {
        var stream = new RandomStream(10, "double");

        double[] drawn = [.. Enumerable.Range(0, 100_000).Select(_ => stream.NextDouble())];

        Assert.All(drawn, x => Assert.True(x is >= 0 and < 1));
        Assert.InRange(drawn.Average(), 0.495, 0.505);
    }
}
