using DeepStack.Sim.Studies.Points;

namespace DeepStack.Sim.Studies.Tests.Points;

/// <summary>Random points of machine, model, plan and sizes.</summary>
public sealed class PointStudyTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"points-{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void TheSameSeedDrawsTheSamePoints()
    {
        PointDraw one = new(3, 1, 8), two = new(3, 1, 8);

        for (int i = 0; i < 20; i++) Assert.Equal(one.Next(), two.Next());
    }

    [Fact]
    public void PlansKeepToTheDevicesAskedFor()
    {
        var draw = new PointDraw(4, 4, 8);

        for (int i = 0; i < 20; i++) Assert.InRange(draw.Next().Plan.Devices, 4, 8);
    }

    [Fact]
    public void ATableIsReadAsItWasWritten()
    {
        var draw = new PointDraw(5, 1, 16);
        PointResult[] results = [.. Enumerable.Range(1, 8).Select(i => new PointResult(draw.Next(), Core.Units.Duration.FromNanoseconds(i), Core.Units.Duration.FromNanoseconds(2 * i)))];
        File.WriteAllText(_file, PointTable.Write(results));

        Assert.Equal(results, PointTable.Read(_file));
    }

    [Fact]
    [Trait("speed", "slow")]
    public void TheClosedFormStaysWithinTheBarsOnPointsItHasNotSeen()
    {
        var draw = new PointDraw(6, 1, 8);

        PointErrors errors = PointErrors.Of([.. Enumerable.Range(0, 20).Select(_ => PointResult.Of(draw.Next()))]);

        Assert.True(errors is { Mean: <= 0.04, NinetyFifth: <= 0.12, RankCorrelation: >= 0.98 }, errors.ToString());
    }
}
