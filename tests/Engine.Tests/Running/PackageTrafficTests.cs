using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Detailed;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Running;

public sealed class PackageTrafficTests
{
    [Theory]
    [InlineData("stack3d-256", 8, true)]
    [InlineData("stack3d-256", 16, true)]
    [InlineData("lamosys-like:decode", 4, true)]
    [InlineData("stack3d-8", 8, false)]
    [InlineData("h100-8", 8, false)]
    public void ExchangesWithinOnePackageAreThePackagesAndOthersTheNetworks(string machine, int ways, bool isPackage)
    {
        foreach (OperatorRecord op in StepOf(machine, new ParallelPlan(ways), Fidelity.Analytical).Where(o => o.Kind == OperatorKind.Communication))
        {
            (LevelUse used, LevelUse idle) = isPackage ? (op.Package, op.Network) : (op.Network, op.Package);
            Assert.True(used.Amount > Bytes.Zero);
            Assert.Equal(op.Elapsed, used.Busy);
            Assert.Equal(default, idle);
            Assert.Equal(isPackage ? Bound.Package : Bound.Network, op.BoundBy);
        }
    }

    [Fact]
    public void MessagesThatLeaveThePackageAreTheNetworksAndTheTimeIsShared()
    {
        PlatformSpec platform = PlatformPreset.Open("stack3d-256");
        OperatorTiming direct = new ProgramExecutor(platform)
            .Execute(new DeviceProgram([new ProgramBlock([new CollectiveStep("exchange", CollectiveKind.AllToAll, Bytes.FromCount(64 * 4096), new RankGroup(64))], 1)])).Operators[0];
        var bounds = new BoundFinder(platform);

        LevelUse package = bounds.Package(direct), network = bounds.Network(direct);

        // Of the 63 others, 15 are on the same package of 16.
        Assert.Equal(Bytes.FromCount(15 * 4096), package.Amount);
        Assert.Equal(Bytes.FromCount(48 * 4096), network.Amount);
        Assert.Equal(direct.NetworkBytes, package.Amount + network.Amount);
        Assert.Equal(package.Amount / platform.PackageRate, package.Busy);
        Assert.Equal(direct.Elapsed, package.Busy + network.Busy);
        Assert.Equal(Bound.Network, bounds.BoundOf(direct));
    }

    [Fact]
    public void AllFidelitiesAgreeOnWhatStaysInThePackage()
    {
        var plan = new ParallelPlan(8) { PipelineParallel = 2 };
        (string, Bytes, Bytes)[] simulated = TrafficOf(Fidelity.Event, plan), sampled = TrafficOf(Fidelity.Sampled, plan), computed = TrafficOf(Fidelity.Analytical, plan);

        Assert.Contains(simulated, op => op.Item2 > Bytes.Zero);
        Assert.Equal(simulated, sampled);
        Assert.Equal(simulated, computed);
    }

    private static (string, Bytes, Bytes)[] TrafficOf(Fidelity fidelity, ParallelPlan plan) =>
        [.. TimingOf("stack3d-256", plan, fidelity).Operators.Where(op => op.NetworkBytes > Bytes.Zero).Select(op => (op.Name, op.NetworkBytes, op.PackageBytes)).Distinct()];

    private static IReadOnlyList<OperatorRecord> StepOf(string machine, ParallelPlan plan, Fidelity fidelity)
    {
        var records = new RecordedRun();
        SingleStep.Record(records, new StepSubject(PlatformPreset.Open(machine), "model", plan, fidelity, NumberFormat.Bf16), Shape(), TimingOf(machine, plan, fidelity));
        return records.Operators;
    }

    private static StepTiming TimingOf(string machine, ParallelPlan plan, Fidelity fidelity) =>
        StepExecutors.Open(ModelLibrary.Open("llama-3-8b"), PlatformPreset.Open(machine), plan).For(fidelity).Execute(Shape());

    private static StepShape Shape()
    {
        var shape = new StepShape();
        for (int i = 0; i < 4; i++) shape.Add(new SequenceSlice(1, 256, Samples: true));
        return shape;
    }
}
