using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Observation;

public sealed class PlacedProbesTests
{
    [Fact]
    public void APartOfTheSameLengthIsMovedAndNothingElse() =>
        Assert.Equal((1_003, 1_010), SpanOf(start: 1_000, own: 7_919, there: 7_919, from: 3, to: 10));

    [Fact]
    public void APartOfAnotherLengthIsStretchedFromItsStartToItsEnd()
    {
        Assert.Equal((500, 800), SpanOf(start: 500, own: 200, there: 300, from: 0, to: 200));
        Assert.Equal((501, 504), SpanOf(start: 500, own: 200, there: 300, from: 1, to: 3));
    }

    [Fact]
    public void HoursArePlacedWithoutOverflow()
    {
        const long Hour = 3_600_000_000_000_000;

        Assert.Equal((Hour + 2, 3 * Hour), SpanOf(start: Hour, own: Hour, there: 2 * Hour, from: 1, to: Hour));
    }

    [Fact]
    public void WhoeverListensIsAskedForTheTimesOfTheWhole()
    {
        var sink = new Sink();
        var place = new PlacedProbes(new Probe(sink));
        place.Place(At(1_000), Duration.FromPicoseconds(10), Duration.FromPicoseconds(20));
        var probe = new Probe(place);

        Assert.True(probe.Hears(At(0), At(1)));
        probe.Counter(probe.DefineTrack("link"), probe.DefineName("load"), At(4), 0.5);

        Assert.Equal((1_000, 1_002), sink.Asked);
        Assert.Equal(1_008, sink.CountedAt);
    }

    private static (long Start, long End) SpanOf(long start, long own, long there, long from, long to)
    {
        var sink = new Sink();
        var place = new PlacedProbes(new Probe(sink));
        var probe = new Probe(place);
        place.Place(At(start), Duration.FromPicoseconds(own), Duration.FromPicoseconds(there));
        probe.Span(probe.DefineTrack("link"), probe.DefineName("packet"), At(from), At(to), argument: 64, row: 5, source: 1, destination: 2);
        Assert.Equal((64, 5, 1, 2), sink.Details);
        return sink.Span;
    }

    private static SimTime At(long picoseconds) => SimTime.FromPicoseconds(picoseconds);

    private sealed class Sink : IProbeSink
    {
        public (long Start, long End) Span { get; private set; }

        public (long Argument, int Row, int Source, int Destination) Details { get; private set; }

        public (long Start, long End) Asked { get; private set; }

        public long CountedAt { get; private set; }

        public int DefineTrack(string path) => 0;

        public int DefineName(string name) => 0;

        public bool Hears(SimTime start, SimTime end)
        {
            Asked = (start.Picoseconds, end.Picoseconds);
            return true;
        }

        void IProbeSink.Span(int track, int name, SimTime start, SimTime end, long argument, int row, int source, int destination)
        {
            Span = (start.Picoseconds, end.Picoseconds);
            Details = (argument, row, source, destination);
        }

        public void Counter(int track, int name, SimTime at, double value) => CountedAt = at.Picoseconds;
    }
}
