using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Tests.Events.Programs;

namespace DeepStack.Sim.Core.Tests.Events;

public sealed class EventOrderTests
{
    [Fact]
    public void RandomProgramsRunAsOnASortedList()
    {
        for (ulong seed = 0; seed < 400; seed++)
        {
            List<KernelRecord> expected = EventProgram.Run(new SortedEventList(), seed, 2_000);

            List<KernelRecord> actual = EventProgram.Run(new RadixEventList(), seed, 2_000);

            KernelTrace.AssertSame(expected, actual, $"event program {seed}");
        }
    }

    [Fact]
    public void AQueueThatGrowsFromOnePlaceRunsTheSame()
    {
        for (ulong seed = 1_000; seed < 1_050; seed++)
        {
            List<KernelRecord> expected = EventProgram.Run(new SortedEventList(), seed, 2_000);

            List<KernelRecord> actual = EventProgram.Run(new RadixEventList(1), seed, 2_000);

            KernelTrace.AssertSame(expected, actual, $"event program {seed}");
        }
    }

    [Fact]
    public void RandomProcessesRunAsOnASortedList()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            List<KernelRecord> expected = ProcessProgram.Run(new SortedEventList(), seed, 30, 3_000);

            List<KernelRecord> actual = ProcessProgram.Run(new RadixEventList(), seed, 30, 3_000);

            KernelTrace.AssertSame(expected, actual, $"process program {seed}");
        }
    }

    [Fact]
    public void TheProgramsReachWhatTheyAreMeantToTest()
    {
        List<KernelRecord> records = [.. Enumerable.Range(0, 50).SelectMany(seed => EventProgram.Run(new RadixEventList(), (ulong)seed, 2_000))];

        Assert.Contains(records, r => r.Source == -2 && r.Tag >= 0);
        Assert.Contains(records, r => r.Source == -2 && r.Tag < 0);
        Assert.Contains(records, r => r.Source == -1 && r.Tag > 100);
        Assert.True(records.Count(r => r.Source == 0) > 20_000);
    }
}
