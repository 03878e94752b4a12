using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Tests.Events.Programs;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Events;

/// <summary>The same programs on our kernel and on SimSharp: identical to the last picosecond, whatever the size of SimSharp's queue.</summary>
public sealed class SimSharpDifferentialTests
{
    [SimSharpFact]
    public void RandomProgramsOfEventsRunTheSame()
    {
        for (ulong seed = 0; seed < 400; seed++)
        {
            List<KernelRecord> expected = EventProgram.Run(new RadixEventList(), seed, 2_000);

            List<KernelRecord> actual = EventProgram.Run(SimSharpFactAttribute.Create(seed % 2 == 0 ? 4 : 4_096), seed, 2_000);

            KernelTrace.AssertSame(expected, actual, $"event program {seed}");
        }
    }

    [SimSharpFact]
    public void RandomProgramsOfProcessesRunTheSame()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            List<KernelRecord> expected = ProcessProgram.Run(new RadixEventList(), seed, 30, 3_000);

            List<KernelRecord> actual = ProcessProgram.Run(SimSharpFactAttribute.Create(seed % 2 == 0 ? 4 : 4_096), seed, 30, 3_000);

            KernelTrace.AssertSame(expected, actual, $"process program {seed}");
        }
    }

    [SimSharpFact]
    public void ThousandsOfProcessesRunTheSame()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            List<KernelRecord> expected = ProcessProgram.Run(new RadixEventList(), seed, 3_000, 60_000);

            List<KernelRecord> actual = ProcessProgram.Run(SimSharpFactAttribute.Create(4_096), seed, 3_000, 60_000);

            KernelTrace.AssertSame(expected, actual, $"process program {seed} with 3,000 processes");
        }
    }

    [SimSharpFact]
    public void TiesKeepTheirOrderBeyondEveryGrowth()
    {
        IEventList events = SimSharpFactAttribute.Create(16);
        var handler = new RecordingHandler();
        for (int i = 0; i < 20_000; i++) events.Schedule(SimTime.FromPicoseconds(7), EventRank.Deliver, handler, i);

        events.RunToEnd();

        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => (long)i), handler.Payloads);
    }

    [SimSharpFact]
    public void AnExceptionInAHandlerLeavesTheListUsable()
    {
        IEventList events = SimSharpFactAttribute.Create(16);
        var handler = new RecordingHandler(payload =>
        {
            if (payload == 1) throw new InvalidOperationException("broken model");
        });
        for (int i = 1; i <= 3; i++) events.Schedule(SimTime.FromPicoseconds(10 * i), EventRank.Deliver, handler, i);

        Assert.Throws<InvalidOperationException>(() => events.RunUntil(SimTime.FromPicoseconds(25)));
        Assert.Equal(SimTime.FromPicoseconds(10), events.Now);
        events.RunToEnd();

        Assert.Equal([1, 2, 3], handler.Payloads);
        Assert.Equal(SimTime.FromPicoseconds(30), events.Now);
        Assert.Equal(3, events.ProcessedCount);
    }

    [SimSharpFact]
    public void TheEndOfItsClockIsSaidPlainly()
    {
        IEventList events = SimSharpFactAttribute.Create(16);

        var e = Assert.Throws<ArgumentOutOfRangeException>(() => events.Schedule(SimTime.MaxValue, EventRank.Deliver, new RecordingHandler(), 0));

        Assert.Contains("36.5 days", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, events.PendingCount);
    }
}
