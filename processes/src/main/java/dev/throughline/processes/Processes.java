package dev.throughline.processes;

import dev.throughline.processes.agreementcheck.AgreementCheck;
import dev.throughline.processes.changeorder.ChangeOrder;
import dev.throughline.processes.changeorder.ChangeOrderPolicy;
import dev.throughline.processes.contractactivation.ActivationPolicy;
import dev.throughline.processes.contractactivation.ContractActivation;
import dev.throughline.processes.contractactivation.ContractApproval;
import dev.throughline.processes.contractterms.ContractTerms;
import dev.throughline.processes.contractterms.TermsPolicy;
import dev.throughline.processes.financialfeedback.FeedbackPolicy;
import dev.throughline.processes.financialfeedback.FinancialFeedback;
import dev.throughline.processes.financialfeedback.RevenueFeedback;
import dev.throughline.processes.intercompany.Intercompany;
import dev.throughline.processes.intercompany.IntercompanyPolicy;
import dev.throughline.processes.ledger.ConversionPolicy;
import dev.throughline.processes.margin.MarginPolicy;
import dev.throughline.processes.margin.MarginReport;
import dev.throughline.processes.masterdata.MasterData;
import dev.throughline.processes.masterdata.MasterDataPolicy;
import dev.throughline.processes.projectlifecycle.LifecyclePolicy;
import dev.throughline.processes.projectlifecycle.ProjectLifecycle;
import dev.throughline.processes.quotetoproject.ProjectApproval;
import dev.throughline.processes.quotetoproject.QuoteToProject;
import dev.throughline.processes.quotetoproject.QuoteToProjectPolicy;
import dev.throughline.processes.ratechange.RateApproval;
import dev.throughline.processes.ratechange.RateChange;
import dev.throughline.processes.resourcesync.ResourcePolicy;
import dev.throughline.processes.resourcesync.ResourceSync;
import dev.throughline.processes.timetobilling.BillingApproval;
import dev.throughline.processes.timetobilling.BillingPolicy;
import dev.throughline.processes.timetobilling.CorrectionPolicy;
import dev.throughline.processes.timetobilling.CostPolicy;
import dev.throughline.processes.timetobilling.CutOverPolicy;
import dev.throughline.processes.timetobilling.MilestonePolicy;
import dev.throughline.processes.timetobilling.PeriodPolicy;
import dev.throughline.processes.timetobilling.TimeToBilling;
import dev.throughline.processes.timetobilling.WriteOffPolicy;
import java.util.List;

/** The workflows that there are, and the policies that they go by. */
public final class Processes {
    private Processes() {}

    /** Every workflow; each concerned one decides over an event, in this order. */
    public static List<Process<?>> all() {
        return List.of(
                new QuoteToProject(),
                new ContractActivation(),
                new ContractTerms(),
                new ResourceSync(),
                new MasterData(),
                new AgreementCheck(),
                new RateChange(),
                new TimeToBilling(),
                // After billing, since what stands open on a project is what billing left.
                new ProjectLifecycle(),
                new ChangeOrder(),
                new Intercompany(),
                new MarginReport(),
                new FinancialFeedback(),
                new RevenueFeedback());
    }

    /** Every policy as it is where a workspace says nothing; the classes are those that {@link Facts#policy} is asked for. */
    public static List<Record> policies() {
        return List.of(
                QuoteToProjectPolicy.defaults(),
                ProjectApproval.defaults(),
                ActivationPolicy.defaults(),
                ContractApproval.defaults(),
                RateApproval.defaults(),
                TermsPolicy.defaults(),
                ResourcePolicy.defaults(),
                MasterDataPolicy.defaults(),
                BillingPolicy.defaults(),
                BillingApproval.defaults(),
                CorrectionPolicy.defaults(),
                CutOverPolicy.defaults(),
                WriteOffPolicy.defaults(),
                ConversionPolicy.defaults(),
                PeriodPolicy.defaults(),
                CostPolicy.defaults(),
                MilestonePolicy.defaults(),
                ChangeOrderPolicy.defaults(),
                LifecyclePolicy.defaults(),
                IntercompanyPolicy.defaults(),
                MarginPolicy.defaults(),
                FeedbackPolicy.defaults());
    }
}
