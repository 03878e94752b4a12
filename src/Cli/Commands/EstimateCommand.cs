using System.CommandLine;
using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Cli.Estimating;
using DeepStack.Sim.Cli.Steps;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack estimate</c>: the time of one step in closed form.</summary>
internal static class EstimateCommand
{
    private const string Description = """
        Estimates one step in closed form. The mode analytical times the programs that replay simulates, on the same machines; --check
        simulates the step as well. It takes the plans and sizes of deepstack step; estimate replay takes all that replay takes. The mode genz answers as GenZ-LLM-Analyzer does, quirks included, so that users of that tool can
        check this simulator: --worth shows what each quirk is worth, --correct mends some.

        Examples:
          deepstack estimate --mode analytical --model llama-3-70b --platform stack3d-8 --tp 8 --batch 64 --input-tokens 2048 --check
          deepstack estimate --model deepseek-v3 --platform stack3d-256 --tp 4 --attention-dp 64 --ep 256 --batch 32 --context 4096
          deepstack estimate --mode genz --model mistralai/Mixtral-8x7B --platform GB200 --tp 4 --batch 64 --worth
        """;

    private const string GenZ = "genz", Analytical = "analytical";

    public static Command Create()
    {
        var mode = new Option<string>("--mode") { Description = "The rules of the estimate", DefaultValueFactory = _ => Analytical };
        mode.AcceptOnlyFromAmong(Analytical, GenZ);
        var model = new Option<string>("--model") { Description = "A model of the library; genz: or one in that tool's terms", Required = true };
        var platform = new Option<string>("--platform") { Description = "The machine: a preset's name or a path; genz: a platform in that tool's terms", Required = true };
        var stage = new Option<string>("--stage") { Description = "The kind of step", DefaultValueFactory = _ => "decode" };
        stage.AcceptOnlyFromAmong("prefill", "decode", "chunked");
        var check = new Option<bool>("--check") { Description = "Analytical: simulate the step at event fidelity too" };
        var calibration = new Option<string?>("--calibration") { Description = "Analytical: the overlay of deepstack calibrate to use" };
        var format = new Option<string>("--dtype") { Description = "Genz: the format of weights, cache and activations", DefaultValueFactory = _ => "bf16" };
        var efficiency = new Option<double>("--efficiency") { Description = "Genz: the share of the peak rates that arithmetic and memory reach", DefaultValueFactory = _ => 1 };
        var offload = new Option<bool>("--offload") { Description = "Genz: what does not fit may live in slower memory" };
        EstimateCounts counts = new();
        MachineOptions machines = new();
        PlanOptions plans = new();
        EstimateOutput output = new();
        var command = new Command("estimate", Description) { mode, model, platform, machines.Set, stage, check, calibration, format, efficiency, offload, ReplayCommand.CreateEstimate() };
        plans.AddTo(command);
        counts.AddTo(command);
        output.AddTo(command);
        Restrict(command, mode, Analytical, [machines.Set, check, calibration, .. plans.Finer, .. counts.OfStep]);
        command.Validators.Add(parse =>
        {
            if (parse.GetResult(machines.Set) is { Implicit: false } && parse.GetValue(calibration) is not null) parse.AddError("--calibration belongs to the machine as it is: leave out --set.");
        });
        counts.Restrict(command, stage);
        Restrict(command, mode, GenZ, [format, efficiency, offload, .. output.OfGenZ]);
        command.SetAction(parse =>
        {
            GenZStage kind = Enum.Parse<GenZStage>(parse.GetValue(stage)!, ignoreCase: true);
            if (parse.GetValue(mode) == Analytical)
            {
                Estimate(parse.GetValue(model)!, machines.Open(parse, parse.GetValue(platform)!), plans, parse.GetValue(calibration), parse, spec => counts.Shape(parse, kind, spec), parse.GetValue(check))
                    .Write(output.ShowsOperators(parse), output.IsJson(parse));
                return ExitCodes.Done;
            }
            GenZPoint point = new(ModelNamed(parse.GetValue(model)!), GenZCatalogue.Shipped.Platform(parse.GetValue(platform)!), PlanOf(plans.Plan(parse)), kind)
            {
                Format = FormatNamed(parse.GetValue(format)!),
                Efficiency = parse.GetValue(efficiency),
                Offload = parse.GetValue(offload),
            };
            output.Write(parse, GenZPointCheck.Checked(counts.Apply(parse, point)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static StepEstimate Estimate(string modelName, PlatformSpec machine, PlanOptions plans, string? calibration, ParseResult parse, Func<ModelSpec, StepShape> shapeOf, bool isChecked)
    {
        ModelSpec model = ModelLibrary.Open(modelName);
        ParallelPlan plan = plans.Plan(parse);
        StepShape shape = shapeOf(model);
        EngineCalibration? overlay = calibration is null ? null : EngineCalibration.Open(calibration, machine);
        StepExecutors executors = StepExecutors.Open(model, machine, plan, plans.Routing(parse), calibration: overlay);
        StepCommand.RequireMemory(model, machine, plan, shape);
        return new StepEstimate(executors, shape, isChecked);
    }

    private static GenZPlan PlanOf(ParallelPlan plan) => new(plan.TensorParallel, plan.PipelineParallel, plan.ExpertParallel);

    /// <summary>Refuses options that would do nothing in the mode asked for.</summary>
    private static void Restrict(Command command, Option<string> mode, string owner, Option[] options) => command.Validators.Add(parse =>
    {
        // A validator may run before defaults are filled in.
        if ((parse.GetValue(mode) ?? Analytical) == owner) return;
        foreach (Option option in options.Where(o => parse.GetResult(o) is { Implicit: false })) parse.AddError($"{option.Name} belongs to --mode {owner}.");
    });

    private static GenZModel ModelNamed(string name) =>
        GenZCatalogue.Shipped.Models.Any(m => m.Name == name) || !IsOfLibrary(name)
            ? GenZCatalogue.Shipped.Model(name)
            : GenZModelConversion.Convert(ModelLibrary.Open(name));

    private static bool IsOfLibrary(string name) =>
        PresetLibrary.NamesOf(ModelLibrary.Kind).Contains(name) || File.Exists(name) || Directory.Exists(name);

    private static NumberFormat FormatNamed(string name) => GenZFormats.TryParse(name, out NumberFormat format)
        ? format
        : throw new PresetException($"--dtype is \"{name}\"; expected a number format such as bf16, fp8 or int4.");
}
