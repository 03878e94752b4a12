using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Cases;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack thermal CASE.json</c>: the temperatures of a stack, steady or in time; exit code 1 if it passes its limit.</summary>
internal static class ThermalCommand
{
    private static readonly Dictionary<string, NodeConvention?> Conventions = new()
    {
        ["peer"] = null,
        ["far-face"] = NodeConvention.FarFace,
        ["mid-plane"] = NodeConvention.MidPlane,
        ["resolved"] = NodeConvention.Resolved,
    };

    public static Command Create()
    {
        var file = new Argument<string>("case") { Description = "The case, JSON in SI units (validation/thermal describes it)" };
        var convention = new Option<string>("--convention") { Description = "Where nodes lie; peer takes the case's own", DefaultValueFactory = _ => "peer" };
        convention.AcceptOnlyFromAmong([.. Conventions.Keys]);
        var scheme = new Option<string>("--scheme") { Description = "Time steps: backward-euler (first order, as the peers) or tr-bdf2 (second order)", DefaultValueFactory = _ => "backward-euler" };
        scheme.AcceptOnlyFromAmong("backward-euler", "tr-bdf2");
        var history = new Option<string?>("--history") { Description = "Write the layers' mean temperatures after every step to this CSV file" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("thermal", "Solves the temperatures of a stack of dies, steady or in time." +
            "\n\nExamples:\n  deepstack thermal validation/thermal/cases/c-n12-logic-bottom.json\n  deepstack thermal validation/thermal/cases/e-n04-step-10ms.json --scheme tr-bdf2 --history means.csv")
        { file, convention, scheme, history, json };
        command.SetAction(parse => Run(
            parse.GetValue(file)!,
            Conventions[parse.GetValue(convention)!],
            parse.GetValue(scheme) == "tr-bdf2" ? TimeScheme.TrapezoidThenBackward : TimeScheme.BackwardEuler,
            parse.GetValue(history),
            parse.GetValue(json)));
        return command;
    }

    private static int Run(string file, NodeConvention? convention, TimeScheme scheme, string? history, bool json)
    {
        ThermalCase @case = ThermalCaseReader.ReadFile(file);
        if (history is not null && @case.Transient is null) throw new PresetException($"{file} has no transient, so there is no history to write; leave --history out.");
        ThermalResult result = Solve(file, @case, convention, scheme);
        if (history is not null) Write(history, HistoryOf(@case, result));
        Console.Out.Write(json ? JsonOf(@case, result) : TextOf(@case, result));
        if (@case.Limit is not { } limit || result.Peak <= limit) return ExitCodes.Done;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: trips: {result.Peak.Degrees:F2} C is above the limit of {limit.Degrees:F2} C."));
        return ExitCodes.CheckFailed;
    }

    private static ThermalResult Solve(string file, ThermalCase @case, NodeConvention? convention, TimeScheme scheme)
    {
        try
        {
            var solver = new ThermalCaseSolver(@case, convention);
            return @case.Transient is null ? solver.SolveSteady() : solver.SolveTransient(scheme);
        }
        catch (Exception e) when (e is ThermalRunawayException or ArithmeticException)
        {
            throw new PresetException($"{file}: {e.Message}", e);
        }
    }

    private static string TextOf(ThermalCase @case, ThermalResult result)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"{@case.Id}: {(@case.Transient is null ? "steady" : "end of the transient")}, {result.Model.Network.Count} nodes, {result.Model.Convention}");
        text.WriteLine($"{"layer",-16} {"mean C",10} {"max C",10} {"min C",10}");
        foreach (LayerTemperature layer in result.Layers)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{layer.Layer,-16} {layer.Mean.Degrees,10:F4} {layer.Max.Degrees,10:F4} {layer.Min.Degrees,10:F4}"));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak {result.Peak.Degrees:F4} C, heat balance {result.Balance.RelativeError:E1}"));
        return text.ToString();
    }

    private static string JsonOf(ThermalCase @case, ThermalResult result) => JsonText.Of(new JsonObject
    {
        ["id"] = @case.Id,
        ["convention"] = result.Model.Convention.ToString(),
        ["nodes"] = result.Model.Network.Count,
        ["peakK"] = Rounded(result.Peak),
        ["heatBalance"] = result.Balance.RelativeError,
        ["layers"] = JsonText.List(result.Layers, l => new JsonObject { ["name"] = l.Layer, ["avgK"] = Rounded(l.Mean), ["maxK"] = Rounded(l.Max), ["minK"] = Rounded(l.Min) }),
    }) + "\n";

    /// <summary>Kelvin to the microkelvin; what lies below is the solver's tolerance.</summary>
    private static double Rounded(Celsius temperature) => Math.Round(temperature.Kelvin, 6);

    private static string HistoryOf(ThermalCase @case, ThermalResult result)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine("time_s," + string.Join(',', result.Model.Layers.Select(l => l.Name + "_avgK")));
        for (int i = 0; i < result.History.Count; i++)
        {
            double time = (@case.Transient!.Step * (i + 1)).Seconds;
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time:G10},") + string.Join(',', result.History[i].Select(t => (t + 273.15).ToString("F4", CultureInfo.InvariantCulture))));
        }
        return text.ToString();
    }

    private static void Write(string path, string text)
    {
        string unfinished = path + ".unfinished";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }
}
