using System.CommandLine;
using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Cli.Estimating;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack estimate</c>: the time of one step in closed form.</summary>
internal static class EstimateCommand
{
    private const string Description = """
        Estimates one step in closed form, within microseconds. The mode genz answers as GenZ-LLM-Analyzer does, quirks included,
        so that users of that tool can check this simulator; --worth shows what each quirk is worth, --correct mends some.

        Examples:
          deepstack estimate --mode genz --model meta-llama/Llama-2-7B --platform H100_GPU --stage decode --batch 8 --input-tokens 4096
          deepstack estimate --mode genz --model mistralai/Mixtral-8x7B --platform GB200 --tp 4 --batch 64 --stage decode --worth
        """;

    public static Command Create()
    {
        var mode = new Option<string>("--mode") { Description = "The rules of the estimate", Required = true };
        mode.AcceptOnlyFromAmong("genz");
        var model = new Option<string>("--model") { Description = "A model in GenZ's terms, or one of the library", Required = true };
        var platform = new Option<string>("--platform") { Description = "A platform in GenZ's terms, or a .yaml file with one", Required = true };
        var stage = new Option<string>("--stage") { Description = "The kind of step", DefaultValueFactory = _ => "decode" };
        stage.AcceptOnlyFromAmong("prefill", "decode", "chunked");
        var format = new Option<string>("--dtype") { Description = "The format of weights, cache and activations", DefaultValueFactory = _ => "bf16" };
        var efficiency = new Option<double>("--efficiency") { Description = "The share of the peak rates that arithmetic and memory reach", DefaultValueFactory = _ => 1 };
        var offload = new Option<bool>("--offload") { Description = "What does not fit may live in slower memory" };
        EstimateCounts counts = new();
        EstimateOutput output = new();
        var command = new Command("estimate", Description) { mode, model, platform, stage, format, efficiency, offload };
        counts.AddTo(command);
        output.AddTo(command);
        command.SetAction(parse =>
        {
            GenZPoint point = new(ModelNamed(parse.GetValue(model)!), GenZCatalogue.Shipped.Platform(parse.GetValue(platform)!), counts.Plan(parse), Enum.Parse<GenZStage>(parse.GetValue(stage)!, ignoreCase: true))
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

    private static GenZModel ModelNamed(string name) =>
        GenZCatalogue.Shipped.Models.Any(m => m.Name == name) || !IsOfLibrary(name)
            ? GenZCatalogue.Shipped.Model(name)
            : GenZModelConversion.Convert(Workload.Models.ModelLibrary.Open(name));

    private static bool IsOfLibrary(string name) =>
        PresetLibrary.NamesOf(Workload.Models.ModelLibrary.Kind).Contains(name) || File.Exists(name) || Directory.Exists(name);

    private static NumberFormat FormatNamed(string name) => GenZFormats.TryParse(name, out NumberFormat format)
        ? format
        : throw new PresetException($"--dtype is \"{name}\"; expected a number format such as bf16, fp8 or int4.");
}
