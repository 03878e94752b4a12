using System.CommandLine;
using DeepStack.Sim.Cli.Steps;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Detailed;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack op KIND --shape ... --platform P</c>: one operator by itself, simulated.</summary>
internal static class OpCommand
{
    private const string Description = """
        Simulates one operator by itself at event fidelity: its time, what bounds it, the bytes that cross every level, utilisation.

        Examples:
          deepstack op gemm --shape m=64,n=8192,k=8192 --platform h100-8
          deepstack op all-reduce --shape size=1MiB,ranks=8 --platform stack3d-8 --timeline all-reduce.json
        """;

    public static Command Create()
    {
        var kind = new Argument<string>("kind") { Description = $"The operator, with its sizes. {OperatorKinds.Help}" };
        var shape = new Option<string>("--shape") { Description = "Its sizes, such as m=64,n=8192,k=8192", Required = true };
        var platform = new Option<string>("--platform") { Description = "The machine: a preset's name or a path", Required = true };
        var format = new Option<string>("--dtype") { Description = "The format of activations and arithmetic", DefaultValueFactory = _ => "bf16" };
        var weights = new Option<string?>("--weights") { Description = "The format of weights in memory; by default that of the activations" };
        var placement = new PlacementOptions();
        var output = new StepOutput();
        var command = new Command("op", Description) { kind, shape, platform, format, weights };
        placement.AddTo(command);
        output.AddTo(command);
        command.SetAction(parse =>
        {
            PlatformSpec machine = PlatformPreset.Open(parse.GetValue(platform)!);
            NumberFormat activations = FormatNamed("--dtype", parse.GetValue(format)!);
            NumberFormat stored = parse.GetValue(weights) is { } name ? FormatNamed("--weights", name) : activations;
            ParallelPlan plan = placement.Apply(parse, new ParallelPlan());
            PlanFitting.CheckPlacement(plan, machine);
            OperatorCase op = OperatorKinds.Open(parse.GetValue(kind)!, parse.GetValue(shape)!, new OperatorSetting(machine, plan), stored, activations);
            var program = new DeviceProgram([new ProgramBlock(op.Steps, 1)]);
            StepTiming timing = new ProgramExecutor(machine).Execute(program);
            Console.Error.WriteLine($"{op.Title} on {machine.Name}, fidelity event");
            output.Write(parse, new StepSubject(machine, "", plan with { TensorParallel = op.Ranks }, Fidelity.Event, op.Format), op.Shape, timing, probe => new ProgramExecutor(machine, probe).Execute(program));
            return ExitCodes.Done;
        });
        return command;
    }

    private static NumberFormat FormatNamed(string option, string name) => NumberFormat.TryParse(name, null, out NumberFormat format)
        ? format
        : throw new PresetException($"{option} is \"{name}\"; expected a number format such as bf16, fp8 or int4.");
}
